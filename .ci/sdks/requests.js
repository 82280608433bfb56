// Reads the requests for the clients in JavaScript.
const fs = require("fs");
const path = require("path");

const folder = path.join(__dirname, "requests");
const files = fs.readdirSync(folder).sort();

/** The inputs by operation. */
exports.operations = Object.fromEntries(
  files.map((file) => [path.parse(file).name, JSON.parse(fs.readFileSync(path.join(folder, file)))]),
);

/** Prints each operation with the result of `send`. */
exports.report = async (send) => {
  for (const operation of Object.keys(exports.operations)) {
    console.log(operation, await send(operation));
  }
};
