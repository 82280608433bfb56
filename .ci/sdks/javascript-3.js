// Sends the requests with AWS's SDK for JavaScript, version 3: node javascript-3.js ENDPOINT SECRET
const { report } = require("./requests.js");
const sdk = require("@aws-sdk/client-personalize-events");

const [endpoint, secretAccessKey] = process.argv.slice(2);
const client = new sdk.PersonalizeEventsClient({
  endpoint,
  region: "eu-west-1",
  credentials: { accessKeyId: "test", secretAccessKey },
  maxAttempts: 1,
});

/** Replaces numbers of seconds by dates, as this SDK requires. */
function withDates(value, key) {
  if (key === "sentAt" || key === "timestamp") return new Date(value * 1000);
  if (Array.isArray(value)) return value.map((element) => withDates(element));
  if (typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, value]) => [key, withDates(value, key)]));
}

report(async (operation, input) => {
  const command = new sdk[`${operation}Command`](withDates(input));
  try {
    const output = await client.send(command);
    return `${output.$metadata.httpStatusCode}`;
  } catch (error) {
    return `${error.$metadata?.httpStatusCode} ${error.name}`;
  }
});
