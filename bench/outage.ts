/**
 * Each store stopped for a minute and gateway and worker killed, under load of every signal: refused while away, all back afterwards, nothing lost.
 * `--seconds 60` of each store's absence, `--victims clickhouse,redis`. Exits non-zero when a promise does not hold.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { type Figure, report } from "./report.ts";
import { totalOf } from "./stack/outcome.ts";
import { recordsLoad } from "./stack/records-load.ts";
import { forgetData, startStack } from "./stack/stack.ts";
import { type Heard, telemetryLoad } from "./stack/telemetry-load.ts";
import { untilHealthy, type Victim, victims, wholeVictim } from "./stack/victims.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    victims: { type: "string", default: victims.join(",") },
  },
  args: process.argv.slice(2).filter((word) => word !== "--"),
});
const awayMs = Number(values.seconds) * 1_000;
const chosen = victims.filter((name) => values.victims.split(",").includes(name));
/** Once the store is known to be away, nobody waits longer for an answer: the gateway's own limits, with room. */
const answerMsMax = 15_000;
const calmMs = 5_000;

type Outage = {
  victim: Victim;
  how: "stopped" | "killed";
  awayMs: number;
  recoveryMs: number | null;
  during: Omit<Heard, "acknowledged"> & { acknowledged: string[] };
};

const stack = await startStack();
const telemetry = telemetryLoad(stack);
const records = recordsLoad(stack);
const outages: Outage[] = [];
const faults: string[] = [];

for (const victim of chosen) {
  await sleep(calmMs);
  telemetry.heard();
  const pids = wholeVictim(stack, victim);
  if (pids.length === 0) {
    faults.push(`there was no ${victim}`);
    continue;
  }
  const how = victim === "gateway" || victim === "worker" ? "killed" : "stopped";
  if (how === "killed") for (const pid of pids) process.kill(pid, "SIGKILL");
  else {
    for (const pid of pids) process.kill(pid, "SIGSTOP");
    await sleep(awayMs);
    // One that did not answer for a minute may have been killed and started again by its supervisor meanwhile.
    for (const pid of pids) signalIfThere(pid, "SIGCONT");
  }
  const { acknowledged, ...during } = telemetry.heard();
  await sleep(250);
  const recoveryMs = await untilBack();
  outages.push({
    victim,
    how,
    awayMs: how === "stopped" ? awayMs : 0,
    recoveryMs,
    during: { ...during, acknowledged: [...acknowledged] },
  });
  const back =
    recoveryMs === null ? "not back after a minute" : `back after ${(recoveryMs / 1_000).toFixed(1)} s`;
  console.log(
    `${victim} ${how}: ${JSON.stringify(during.statuses)}, slowest answer ${Math.round(during.slowestMs)} ms; ${back}`,
  );

  if (recoveryMs === null) faults.push(`${victim}: ${back}`);
  if (during.withoutRetryAfter > 0)
    faults.push(`${victim}: ${during.withoutRetryAfter} refusals without Retry-After`);
  if (during.slowestMs > answerMsMax)
    faults.push(`${victim}: an answer took ${Math.round(during.slowestMs)} ms`);
  const unexpected = Object.keys(during.statuses).filter((status) => !["200", "204", "503"].includes(status));
  if (how === "stopped" && unexpected.length > 0)
    faults.push(`${victim}: answers of ${unexpected.join(", ")}`);
  if (victim === "clickhouse" && awayMs > answerMsMax && !during.statuses["503"])
    faults.push("clickhouse: nobody was refused");
  // Keys are known by heart: without Redis or Postgres telemetry goes on.
  if ((victim === "redis" || victim === "postgres") && acknowledged.size < 4)
    faults.push(`${victim}: telemetry did not go on`);
}
await sleep(calmMs);
const stored = { telemetry: await telemetry.finish(), records: await records.finish() };
await stack.stop();
forgetData(stack);

const sent = totalOf(stored.telemetry);
const lost = sent.missing + sent.doubled + stored.records.missing + stored.records.doubled;
if (lost > 0) faults.push(`${lost} things missing or twice`);
for (const [name, { acknowledged }] of Object.entries(stored.telemetry)) {
  if (acknowledged === 0) faults.push(`no ${name} were sent`);
}
const recoveries = outages.map(
  ({ victim, how, recoveryMs }): Figure => ({
    name: `${victim} ${how}, back to normal after`,
    value: (recoveryMs ?? 60_000) / 1_000,
    unit: "s",
  }),
);
report(
  "outage",
  [
    { name: "samples, records and spans acknowledged", value: sent.acknowledged, unit: "things" },
    { name: "of these missing", value: sent.missing, unit: "things" },
    { name: "of these stored twice", value: sent.doubled, unit: "things" },
    { name: "changes acknowledged", value: stored.records.acknowledged, unit: "changes" },
    {
      name: "changes missing or made twice",
      value: stored.records.missing + stored.records.doubled,
      unit: "changes",
    },
    {
      name: "slowest answer while something was away",
      value: Math.max(...outages.map(({ during }) => during.slowestMs)) / 1_000,
      unit: "s",
    },
    ...recoveries,
  ],
  { stored, outages, faults },
);
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;

/** Both health pages are well and every signal was acknowledged again. */
async function untilBack(): Promise<number | null> {
  const from = performance.now();
  const seen = new Set<string>();
  while (performance.now() - from < 60_000) {
    for (const name of telemetry.heard().acknowledged) seen.add(name);
    if (seen.size === 4 && (await untilHealthy(stack)) !== null) return performance.now() - from;
    await sleep(100);
  }
  return null;
}

function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Ended meanwhile.
  }
}
