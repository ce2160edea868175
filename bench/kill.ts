/**
 * Nothing acknowledged is lost: each process of the whole stack killed with SIGKILL under load, in turn.
 * `--kills 5` of each, `--every 8` seconds between them. Exits non-zero when something is missing or counted twice.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { report } from "./report.ts";
import { totalOf } from "./stack/outcome.ts";
import { recordsLoad } from "./stack/records-load.ts";
import { forgetData, startStack } from "./stack/stack.ts";
import { telemetryLoad } from "./stack/telemetry-load.ts";
import { findVictim, untilHealthy, victims } from "./stack/victims.ts";

const { values } = parseArgs({
  options: { kills: { type: "string", default: "5" }, every: { type: "string", default: "8" } },
  args: process.argv.slice(2).filter((word) => word !== "--"),
});

const stack = await startStack();
const telemetry = telemetryLoad(stack);
const records = recordsLoad(stack);
const planned = Number(values.kills) * victims.length;
let landed = 0;
const recoveryMs: number[] = [];

for (let round = 0; round < Number(values.kills); round++) {
  for (const name of victims) {
    await sleep(Number(values.every) * 1_000);
    const victim = findVictim(stack, name);
    if (!victim) {
      console.error(`no ${name} to kill`);
      continue;
    }
    process.kill(victim.pid, "SIGKILL");
    landed += 1;
    await sleep(250);
    const tookMs = await untilHealthy(stack);
    if (tookMs === null) process.exitCode = 1;
    else recoveryMs.push(tookMs + 250);
    console.log(
      `${name} killed, healthy after ${tookMs === null ? "more than 60" : (tookMs / 1_000).toFixed(1)} s`,
    );
  }
}
await sleep(3_000);
const stored = { telemetry: await telemetry.finish(), records: await records.finish() };
await stack.stop();
forgetData(stack);

const sent = totalOf(stored.telemetry);
recoveryMs.sort((a, b) => a - b);
report(
  "kill",
  [
    { name: "kills landed", value: landed, unit: `of ${planned}` },
    { name: "samples, records and spans acknowledged", value: sent.acknowledged, unit: "things" },
    { name: "of these missing", value: sent.missing, unit: "things" },
    { name: "of these stored twice", value: sent.doubled, unit: "things" },
    { name: "changes acknowledged", value: stored.records.acknowledged, unit: "changes" },
    { name: "changes missing", value: stored.records.missing, unit: "changes" },
    { name: "changes made twice", value: stored.records.doubled, unit: "changes" },
    { name: "recovery, slowest", value: (recoveryMs.at(-1) ?? 0) / 1_000, unit: "s" },
  ],
  { stored, recoveryMs },
);
const lost = sent.missing + sent.doubled + stored.records.missing + stored.records.doubled;
// A run in which the faults or the load did not happen proves nothing.
const idle = Object.values(stored.telemetry).some(({ acknowledged }) => acknowledged === 0);
if (lost > 0 || landed < planned * 0.95 || idle || stored.records.acknowledged === 0) process.exitCode = 1;
