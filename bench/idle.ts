/**
 * Memory and CPU of the whole stack while nobody uses it: it watches its own machine all the same.
 * `--seconds 60` is how long it is measured, after `--settle 60` to come to rest.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { report } from "./report.ts";
import { forgetData, processesOf, startStack } from "./stack/stack.ts";

const { values } = parseArgs({
  options: { seconds: { type: "string", default: "60" }, settle: { type: "string", default: "60" } },
});

const stack = await startStack();
try {
  await sleep(Number(values.settle) * 1_000);
  const before = processesOf(stack);
  const from = performance.now();
  await sleep(Number(values.seconds) * 1_000);
  const after = processesOf(stack);
  const seconds = (performance.now() - from) / 1_000;
  const cpuBefore = new Map(before.map(({ pid, cpuSeconds }) => [pid, cpuSeconds]));
  const used = after.map((one) => ({ ...one, cpuSeconds: one.cpuSeconds - (cpuBefore.get(one.pid) ?? 0) }));
  const cpu = used.reduce((sum, one) => sum + one.cpuSeconds, 0);
  // Resident pages that processes share are counted for each: an upper bound.
  const rss = used.reduce((sum, one) => sum + one.rssBytes, 0);
  report(
    "idle",
    [
      { name: "idle memory", value: rss / 1e9, unit: "GB RSS" },
      { name: "idle CPU", value: (cpu / seconds) * 100, unit: "% of a core" },
      { name: "processes", value: used.length, unit: "processes" },
    ],
    {
      processes: used.map(({ args, rssBytes, cpuSeconds }) => ({
        args: args.slice(-80),
        rssBytes,
        cpuSeconds,
      })),
    },
  );
} finally {
  await stack.stop();
  forgetData(stack);
}
