/**
 * What the LLM gateway adds to a call, with key check, budget reservation and records on: against a bare Node proxy and Portkey's open gateway before the same upstream, in turns.
 * `--seconds 4 --turns 3`: so long each, so often. Portkey is fetched from npm into a folder that Git ignores.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { connectRedis, waitForRedis } from "@triops/kernel/redis";
import { z } from "zod";
import { type Contender, startBareProxy, startPortkey, startUpstream } from "./llm/contenders.ts";
import { load, quantile } from "./llm/load.ts";
import { publishLlm } from "./llm/publish.ts";
import { processorSeconds } from "./otlp/processor-time.ts";
import { startIngestStack } from "./otlp/stack.ts";
import { type Figure, report } from "./report.ts";

const { values } = parseArgs({
  options: { seconds: { type: "string", default: "4" }, turns: { type: "string", default: "3" } },
  args: process.argv.slice(2).filter((word) => word !== "--"),
});
const seconds = Number(values.seconds);
const parallel = 32;
/** Servers are measured as they are after ten seconds of work, not as their code is being compiled. */
const warmUps = 20_000;

const stack = await startIngestStack();
const redis = connectRedis(stack.stores.redisUrl, "command", () => {});
const upstream = await startUpstream();
const bare = await startBareProxy(upstream.url);
const portkey = await startPortkey(upstream.url);
if (typeof portkey === "string") console.error(`without Portkey: ${portkey}`);
const triops: Contender = {
  name: "Triops",
  url: stack.gatewayUrl,
  headers: { authorization: `Bearer ${stack.key}` },
  model: "fast",
  pid: stack.gateway.pid ?? 0,
  stop: async () => {},
};
const contenders = [upstream, bare, triops, ...(typeof portkey === "string" ? [] : [portkey])];

type Seen = {
  sequential: number[];
  sequentialP99: number[];
  rates: number[];
  parallelMs: number[];
  processorUs: number[];
};
const seen = new Map<string, Seen>(
  contenders.map(({ name }) => [
    name,
    { sequential: [], sequentialP99: [], rates: [], parallelMs: [], processorUs: [] },
  ]),
);

try {
  await waitForRedis(redis);
  await publishLlm(redis, stack.workspaceId, `${upstream.url}/v1`);
  for (let tries = 0; ; tries++) {
    try {
      await load(triops, 1, { requests: 1 });
      break;
    } catch (error) {
      if (tries > 50) throw error;
      await sleep(100);
    }
  }
  // Compiled and connected before anything counts.
  for (const one of contenders) await load(one, parallel, { requests: warmUps });
  let asked = 0;
  for (let turn = 0; turn < Number(values.turns); turn++) {
    for (const one of contenders) {
      const into = seen.get(one.name) as Seen;
      const alone = await load(one, 1, { seconds });
      into.sequential.push(quantile(alone.ms, 0.5));
      into.sequentialP99.push(quantile(alone.ms, 0.99));
      const before = processorSeconds([one.pid]);
      const crowd = await load(one, parallel, { seconds });
      into.processorUs.push(((processorSeconds([one.pid]) - before) / crowd.ms.length) * 1e6);
      into.rates.push(crowd.ms.length / crowd.seconds);
      into.parallelMs.push(quantile(crowd.ms, 0.99));
      if (one === triops) asked += alone.ms.length + crowd.ms.length;
    }
  }
  await sleep(3_000); // rows are written behind the answers
  const [stored] = await stack.telemetry.administer({
    name: "bench",
    sql: "SELECT count() AS calls, countIf(cost > 0) AS priced FROM llm_spans WHERE workspace_id = {ws:UUID}",
    params: { ws: stack.workspaceId },
    row: z.object({ calls: z.coerce.number(), priced: z.coerce.number() }),
  });
  const of = (name: string, kind: keyof Seen) => quantile(seen.get(name)?.[kind] ?? [], 0.5);
  const floor = of("upstream", "sequential");
  const floorP99 = of("upstream", "sequentialP99");
  const added = ({ name }: Contender): Figure[] => [
    { name: `${name}: added, p50`, value: of(name, "sequential") - floor, unit: "ms" },
    { name: `${name}: added, p99`, value: of(name, "sequentialP99") - floorP99, unit: "ms" },
    { name: `${name}: at ${parallel} parallel`, value: of(name, "rates"), unit: "requests/s" },
    { name: `${name}: p99 at ${parallel} parallel`, value: of(name, "parallelMs"), unit: "ms" },
    // Says less about the machine and its other work than a rate does. Of Triops: without its stores.
    { name: `${name}: its processor time`, value: of(name, "processorUs"), unit: "us a request" },
  ];
  report(
    "llm-gateway",
    [
      { name: "upstream alone, p50", value: floor, unit: "ms" },
      ...contenders.slice(1).flatMap(added),
      { name: "Triops: calls on record", value: stored?.calls ?? 0, unit: `of ${asked + warmUps + 1}` },
    ],
    { seen: Object.fromEntries(seen), stored, seconds, turns: Number(values.turns) },
  );
} finally {
  for (const one of contenders) await one.stop();
  redis.disconnect();
  await stack.close();
}
