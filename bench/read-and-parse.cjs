// What any tool has to do at least: read a document, parse it and look at every value once.
const { readFileSync } = require("node:fs");
let values = 0;
(function look(value) {
  if (typeof value === "object" && value !== null) for (const name in value) look(value[name]);
  else values += 1;
})(JSON.parse(readFileSync(process.argv[2]).toString()));
console.log(values);
