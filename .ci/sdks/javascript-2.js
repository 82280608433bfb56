// Sends the requests with AWS's SDK for JavaScript, version 2: node javascript-2.js ENDPOINT SECRET
const { report } = require("./requests.js");
const PersonalizeEvents = require("aws-sdk/clients/personalizeevents");

const [endpoint, secretAccessKey] = process.argv.slice(2);
const client = new PersonalizeEvents({
  endpoint,
  region: "eu-west-1",
  credentials: { accessKeyId: "test", secretAccessKey },
  maxRetries: 0,
});

/** Replaces the texts of properties by objects, because this SDK encodes them as JSON itself. */
const asObjects = (key, value) => (key === "properties" ? JSON.parse(value) : value);

report(async (operation, input) => {
  const method = operation[0].toLowerCase() + operation.slice(1);
  const request = client[method](JSON.parse(JSON.stringify(input), asObjects));
  try {
    const output = await request.promise();
    return `${output.$response.httpResponse.statusCode}`;
  } catch (error) {
    return `${error.statusCode} ${error.code}`;
  }
});
