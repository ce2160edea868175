/**
 * How long from the command to "ready": first start on empty data, second start on the same, and Ctrl-C.
 * Packages and the web build are there already; `npm start` in a clean clone adds their time and prints it.
 */

import { report } from "./report.ts";
import { forgetData, processesOf, startStack } from "./stack/stack.ts";

const first = await startStack();
const stopMs = await first.stop();
const left = processesOf(first).length;
const second = await startStack(first.dataDir);
const health = await fetch(`${second.webUrl}/api/health`);
const gateway = await fetch(`${second.gatewayUrl}/health`);
await second.stop();
forgetData(second);

report("start", [
  { name: "first start on empty data", value: first.readyMs / 1_000, unit: "s" },
  { name: "second start", value: second.readyMs / 1_000, unit: "s" },
  { name: "Ctrl-C until nothing runs", value: stopMs / 1_000, unit: "s" },
  { name: "processes left over", value: left, unit: "processes" },
]);
if (!health.ok || !gateway.ok || left > 0) {
  console.error(`health: web ${health.status}, gateway ${gateway.status}; ${left} processes left over`);
  process.exitCode = 1;
}
