/**
 * Nothing acknowledged is lost: each process of the whole stack killed with SIGKILL under load, in turn.
 * `--kills 5` of each, `--every 8` seconds between them. Exits non-zero when something is missing or counted twice.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { report } from "./report.ts";
import { recordsLoad } from "./stack/records-load.ts";
import { samplesLoad } from "./stack/samples-load.ts";
import { forgetData, processesOf, startStack } from "./stack/stack.ts";

const { values } = parseArgs({
  options: { kills: { type: "string", default: "5" }, every: { type: "string", default: "8" } },
});

/** How each victim is known in the process table. */
const victims: Record<string, (args: string) => boolean> = {
  clickhouse: (args) => args.includes("clickhouse/server.ts"),
  redis: (args) => /(redis|valkey)-server\b/.test(args),
  postgres: (args) => /\bpostgres\b.* -D /.test(args) && !args.includes("guard"),
  gateway: (args) => args.includes("gateway/src/main.ts"),
  worker: (args) => args.includes("worker/src/main.ts"),
};

const stack = await startStack();
const samples = samplesLoad(stack);
const records = recordsLoad(stack);
const planned = Number(values.kills) * Object.keys(victims).length;
let landed = 0;
const recoveryMs: number[] = [];

for (let round = 0; round < Number(values.kills); round++) {
  for (const [name, isVictim] of Object.entries(victims)) {
    await sleep(Number(values.every) * 1_000);
    const victim = processesOf(stack).find(({ args }) => isVictim(args));
    if (!victim) {
      console.error(`no ${name} to kill`);
      continue;
    }
    process.kill(victim.pid, "SIGKILL");
    landed += 1;
    recoveryMs.push(await untilHealthy(name));
  }
}
await sleep(3_000);
const stored = { samples: await samples.finish(), records: await records.finish() };
await stack.stop();
forgetData(stack);

recoveryMs.sort((a, b) => a - b);
report(
  "kill",
  [
    { name: "kills landed", value: landed, unit: `of ${planned}` },
    { name: "samples acknowledged", value: stored.samples.acknowledged, unit: "samples" },
    { name: "samples missing", value: stored.samples.missing, unit: "samples" },
    { name: "samples stored twice", value: stored.samples.doubled, unit: "samples" },
    { name: "changes acknowledged", value: stored.records.acknowledged, unit: "changes" },
    { name: "changes missing", value: stored.records.missing, unit: "changes" },
    { name: "changes made twice", value: stored.records.doubled, unit: "changes" },
    { name: "recovery, slowest", value: (recoveryMs.at(-1) ?? 0) / 1_000, unit: "s" },
  ],
  { stored, recoveryMs },
);
const lost = stored.samples.missing + stored.records.missing + stored.records.doubled;
// A run in which the faults or the load did not happen proves nothing.
if (
  lost > 0 ||
  landed < planned * 0.95 ||
  stored.samples.acknowledged === 0 ||
  stored.records.acknowledged === 0
) {
  process.exitCode = 1;
}

/** Until both health pages say so and a sample is accepted again. */
async function untilHealthy(name: string): Promise<number> {
  const from = performance.now();
  await sleep(250);
  for (;;) {
    const [web, gateway] = await Promise.all([
      isOk(`${stack.webUrl}/api/health`),
      isOk(`${stack.gatewayUrl}/health`),
    ]);
    if (web && gateway) break;
    if (performance.now() - from > 60_000) {
      console.error(`not healthy 60 s after ${name} was killed`);
      process.exitCode = 1;
      break;
    }
    await sleep(100);
  }
  const took = performance.now() - from;
  console.log(`${name} killed, healthy after ${(took / 1_000).toFixed(1)} s`);
  return took;
}

async function isOk(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    const { status } = (await answer.json()) as { status?: string };
    return answer.ok && status === "ok";
  } catch {
    return false;
  }
}
