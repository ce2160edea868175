/**
 * Model calls while the gateway is killed mid-stream, ClickHouse and Redis are stopped and the provider fails in every way: no finished call is missing from the records, none is there twice, and the budget says what the records add up to.
 * `--kills 5`, `--seconds 60` of each store's absence. Exits non-zero when a promise does not hold.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { spendKey } from "@triops/domains/virtual-keys/spend-keys";
import { connectRedis, redisPrefix, waitForRedis } from "@triops/kernel/redis";
import { startDemonstrationProvider } from "@triops/testing/llm-provider/server";
import { z } from "zod";
import { callLoad } from "./llm/calls.ts";
import { publishLlm } from "./llm/publish.ts";
import { startGateway, startIngestStack } from "./otlp/stack.ts";
import { type Figure, report } from "./report.ts";

const { values } = parseArgs({
  options: { kills: { type: "string", default: "5" }, seconds: { type: "string", default: "60" } },
  args: process.argv.slice(2).filter((word) => word !== "--"),
});
const awayMs = Number(values.seconds) * 1_000;
const faults: string[] = [];
const startedAtMs = Date.now();

const provider = await startDemonstrationProvider();
const stack = await startIngestStack();
const port = Number(new URL(stack.gatewayUrl).port);
let gateway = stack.gateway;
const redis = connectRedis(stack.stores.redisUrl, "command", () => {});
await waitForRedis(redis);
const { keyId } = await publishLlm(redis, stack.workspaceId, provider.openaiUrl, {
  route: {
    timeouts: { firstTokenMs: 2_000, totalMs: 10_000 },
    retries: { attempts: 2, backoffMs: 20, backoffMsMax: 200 },
  },
});
await sleep(1_000);
const calls = callLoad(() => stack.gatewayUrl, stack.key, 8);

const pidOf = (name: string): number => {
  const found = stack.stores.processes.find((one) => one.plan.name.toLowerCase().includes(name));
  if (!found?.pid) throw new Error(`There is no ${name} to stop`);
  return found.pid;
};

async function restart(): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      gateway = (await startGateway(stack.stores, port, stack.objectStoreUrl, stack.spoolDir)).gateway;
      return;
    } catch (error) {
      if (tries > 5) throw error;
      await sleep(500);
    }
  }
}

async function stop(name: string, ms: number): Promise<void> {
  calls.heard();
  const pid = pidOf(name);
  process.kill(pid, "SIGSTOP");
  await sleep(ms);
  try {
    process.kill(pid, "SIGCONT");
  } catch {
    // Replaced meanwhile by its guard.
  }
  const heard = calls.heard();
  console.log(
    `${name} stopped for ${ms / 1_000} s: ${JSON.stringify(heard.statuses)}, ${heard.finished} finished, slowest ${Math.round(heard.slowestMs)} ms`,
  );
  if (heard.withoutRetryAfter > 0)
    faults.push(`${name}: ${heard.withoutRetryAfter} refusals without Retry-After`);
  if (heard.slowestMs > 20_000) faults.push(`${name}: an answer took ${Math.round(heard.slowestMs)} ms`);
  if (name === "clickhouse" && heard.finished === 0) faults.push("clickhouse: no call was answered");
  await sleep(5_000);
}

const kills = Number(values.kills);
for (let kill = 0; kill < kills; kill++) {
  await sleep(1_500);
  gateway.kill("SIGKILL");
  await new Promise((resolve) => gateway.once("exit", resolve));
  await restart();
}
console.log(`gateway killed ${kills} times: ${JSON.stringify(calls.heard().statuses)}`);
await stop("clickhouse", awayMs);
await stop("redis", awayMs / 4);
await sleep(3_000);
const finished = await calls.finish();

/** Until the spool is empty: what waits for a store is on disk, not yet on record. */
for (let tries = 0; tries < 240; tries++) {
  const health = (await (await fetch(`${stack.gatewayUrl}/health`)).json()) as {
    llm?: { spool?: { waitingCalls: number; unsettledCalls: number } };
  };
  const spool = health.llm?.spool;
  if (spool && spool.waitingCalls === 0 && spool.unsettledCalls === 0) break;
  await sleep(500);
}
/** What killed gateways held is free when its leases ran out and somebody decides again. */
await sleep(21_000);
await fetch(`${stack.gatewayUrl}/v1/chat/completions`, {
  method: "POST",
  headers: { authorization: `Bearer ${stack.key}`, "content-type": "application/json" },
  body: JSON.stringify({ model: "fast", messages: [{ role: "user", content: "the last one" }] }),
});
await sleep(3_000);

const rows = await stack.telemetry.administer({
  name: "bench",
  sql: `SELECT user, count() AS stored, sum(toDecimal128(ifNull(cost, 0), 12)) AS usd FROM llm_spans
    WHERE workspace_id = {ws:UUID} GROUP BY user`,
  params: { ws: stack.workspaceId },
  row: z.object({ user: z.string(), stored: z.coerce.number(), usd: z.coerce.number() }),
  timeoutSeconds: 60,
});
const stored = new Map(rows.map((row) => [row.user, row.stored]));
const missing = [...finished].filter((user) => !stored.has(user)).length;
const doubled = rows.filter((row) => row.user !== "" && row.stored > 1).length;
const [spans] = await stack.telemetry.administer({
  name: "bench",
  sql: "SELECT count() - uniqExact(span_id) AS doubled FROM spans WHERE workspace_id = {ws:UUID}",
  params: { ws: stack.workspaceId },
  row: z.object({ doubled: z.coerce.number() }),
});
const recordedUsd = rows.reduce((sum, row) => sum + row.usd, 0);
const counter = await redis.get(spendKey({ kind: "key", id: keyId }, "month", startedAtMs));
const countedUsd = Number(counter ?? 0) / 1e9;
const held = await redis.hgetall(`${redisPrefix}:llm:${stack.workspaceId}:held`);
const stillHeld = Object.values(held).reduce((sum, nano) => sum + Math.abs(Number(nano)), 0) / 1e9;
const calculated = rows.reduce((sum, row) => sum + row.stored, 0);

if (missing > 0) faults.push(`${missing} finished calls are not on record`);
if (doubled + (spans?.doubled ?? 0) > 0) faults.push("calls are on record twice");
// Each call is rounded to a billionth of a dollar.
if (Math.abs(recordedUsd - countedUsd) > calculated * 1e-9) faults.push("budget and records differ");
if (stillHeld > 0) faults.push("holds were left behind");
if (finished.size < 50) faults.push("hardly any call was made");
const figures: Figure[] = [
  { name: "calls finished", value: finished.size, unit: "calls" },
  { name: "of these missing", value: missing, unit: "calls" },
  { name: "calls on record twice", value: doubled + (spans?.doubled ?? 0), unit: "calls" },
  { name: "calls on record, failed ones among them", value: calculated, unit: "calls" },
  { name: "budget and records differ by", value: Math.abs(recordedUsd - countedUsd), unit: "USD" },
  { name: "held by killed gateways after their leases", value: stillHeld, unit: "USD" },
];
report("llm-faults", figures, { faults, recordedUsd, countedUsd });
gateway.kill("SIGTERM");
redis.disconnect();
await provider.close();
await stack.close();
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
