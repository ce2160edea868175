/**
 * Memory of the gateway over many model calls: resident size after a warm-up, and how far it moves from there.
 * `--requests 500000`; fewer for a quick look.
 */
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { connectRedis, waitForRedis } from "@triops/kernel/redis";
import { type Contender, startUpstream } from "./llm/contenders.ts";
import { load } from "./llm/load.ts";
import { publishLlm } from "./llm/publish.ts";
import { startIngestStack } from "./otlp/stack.ts";
import { report } from "./report.ts";

const { values } = parseArgs({
  options: { requests: { type: "string", default: "500000" } },
  args: process.argv.slice(2).filter((word) => word !== "--"),
});
const total = Number(values.requests);
/** The heap takes its size in the first tenth. */
const warm = Math.max(2_000, Math.round(total / 10));
const steps = 20;

const stack = await startIngestStack();
const redis = connectRedis(stack.stores.redisUrl, "command", () => {});
const upstream = await startUpstream();
const triops: Contender = {
  name: "Triops",
  url: stack.gatewayUrl,
  headers: { authorization: `Bearer ${stack.key}` },
  model: "fast",
  pid: stack.gateway.pid ?? 0,
  stop: async () => {},
};
const residentMb = (): number => {
  const pages = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${triops.pid}/status`, "utf8"));
  return Number(pages?.[1] ?? 0) / 1_024;
};

try {
  await waitForRedis(redis);
  const idleMb = residentMb();
  await publishLlm(redis, stack.workspaceId, `${upstream.url}/v1`);
  await sleep(1_000);
  await load(triops, 32, { requests: warm });
  const seen: number[] = [];
  for (let step = 0; step < steps; step++) {
    await load(triops, 32, { requests: Math.round((total - warm) / steps) });
    seen.push(residentMb());
  }
  const mean = (list: readonly number[]) => list.reduce((sum, one) => sum + one, 0) / list.length;
  const [early, late] = [mean(seen.slice(0, 5)), mean(seen.slice(-5))];
  report(
    "llm-gateway-memory",
    [
      { name: "gateway, idle", value: idleMb, unit: "MB" },
      { name: `after ${warm} calls`, value: seen[0] ?? 0, unit: "MB" },
      { name: `after ${total} calls`, value: seen.at(-1) ?? 0, unit: "MB" },
      { name: "highest", value: Math.max(...seen), unit: "MB" },
      { name: "last quarter against the first", value: ((late - early) / early) * 100, unit: "%" },
    ],
    { requests: total, seen },
  );
} finally {
  await upstream.stop();
  redis.disconnect();
  await stack.close();
}
