// Reads the requests for the clients in JavaScript.
const fs = require("fs");
const path = require("path");

const folder = path.join(__dirname, "requests");
const files = fs.readdirSync(folder).sort();

/** Prints the name of each request with the result of `send`, which receives its operation and its input. */
exports.report = async (send) => {
  for (const file of files) {
    const { name } = path.parse(file);
    const input = JSON.parse(fs.readFileSync(path.join(folder, file)));
    console.log(name, await send(path.parse(name).name, input));
  }
};
