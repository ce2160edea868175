// `npm test`: everything from a clean clone to the line `N passed, N failed`. Old syntax only, as in start.mjs.
const major = Number(process.versions.node.split(".")[0]);
if (major < 20) {
  console.error(`✗ Triops needs Node 20 or newer to run its tests; this is Node ${process.versions.node}.`);
  console.error("  Install a current Node (https://nodejs.org) and run npm test again.");
  process.exit(1);
}

import("./steps/test-everything.mjs").then((steps) => steps.testEverything(process.argv.slice(2)));
