// `npm start`: everything from a clean clone to running apps. Old syntax only, so that an old Node can still say so.
const major = Number(process.versions.node.split(".")[0]);
if (major < 20) {
  console.error(`✗ Triops needs Node 20 or newer to start; this is Node ${process.versions.node}.`);
  console.error("  Install a current Node (https://nodejs.org) and run npm start again.");
  process.exit(1);
}

import("./steps/start-everything.mjs").then((steps) => steps.startEverything(process.argv.slice(2)));
