/**
 * Hostile requests to every endpoint for machines, two workspaces at a time: only 2xx and 4xx (and 503 with Retry-After while busy), flat memory, no row in the wrong workspace.
 * `--seconds 60 --connections 4 --seed 1`: from this seed on, one request each; what went wrong is named by its seed.
 */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { intakeBytes, intakeKinds, intakeStream } from "@triops/domains/intake/schemas";
import { inspectJournal } from "@triops/embedded/inspect";
import { connectRedis } from "@triops/kernel/redis";
import { chance } from "@triops/telemetry/hostile/chance.testing";
import { strayRows } from "@triops/telemetry/hostile/isolation.testing";
import { hostileModelCall } from "@triops/telemetry/hostile/models.testing";
import { type HostileRequest, hostileRequest } from "@triops/telemetry/hostile/requests.testing";
import { hostileScoring } from "@triops/telemetry/hostile/scoring.testing";
import { hostilePromptFetch } from "@triops/telemetry/hostile/web.testing";
import { startDemonstrationProvider } from "@triops/testing/llm-provider/server";
import { z } from "zod";
import { classifierRows, deployClassifier } from "./inference/deploy.ts";
import { publishLlm } from "./llm/publish.ts";
import { publishKey, startIngestStack } from "./otlp/stack.ts";
import { report } from "./report.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    connections: { type: "string", default: "4" },
    seed: { type: "string", default: "1" },
  },
  args: process.argv.slice(2).filter((word) => word !== "--"),
});
const seconds = Number(values.seconds);
const answerMsMax = 20_000;

const stack = await startIngestStack();
const other = randomUUID();
const senders = [
  { mark: "anemone", workspaceId: stack.workspaceId, key: stack.key },
  {
    mark: "barnacle",
    workspaceId: other,
    key: await publishKey(stack.stores.redisUrl, other, ["ingest", "inference", "llm"]),
  },
];
const redis = connectRedis(stack.stores.redisUrl, "blocking", () => {});
const models = await startDemonstrationProvider();
const scored = { deployment: "housing", input: "X", columns: classifierRows.columns };
const statuses: Record<string, number> = {};
const bad: string[] = [];
let busy = 0;
let strayEntries = 0;
let entries = 0;
let seed = Number(values.seed);
let sent = 0;

/** Every third one asks for a prediction, or reports one; every third calls a model or asks for a prompt. */
function madeOf(own: number, mark: string): HostileRequest & { method?: string } {
  if (own % 12 === 1) return hostilePromptFetch(mark, chance(own));
  if (own % 3 === 0) return hostileScoring(scored, mark, chance(own), Date.now());
  if (own % 3 === 1) return hostileModelCall({ routes: ["fast", "claude"] }, mark, chance(own));
  return hostileRequest(own, mark, Date.now());
}

async function lane(until: number): Promise<void> {
  while (Date.now() < until && bad.length < 100) {
    const own = seed++;
    const sender = senders[own % 2] as (typeof senders)[number];
    const { method = "POST", path, kind, headers, body } = madeOf(own, sender.mark);
    const status = await fetch(`${stack.gatewayUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${sender.key}`, ...headers },
      ...(method === "GET" ? {} : { body: new Uint8Array(body) }),
      signal: AbortSignal.timeout(answerMsMax),
    }).then(
      async (reply) => {
        await reply.arrayBuffer();
        // "Come again" is a good answer of a busy machine; nothing else of the 500s is.
        if (reply.status !== 503 || !reply.headers.has("retry-after")) return reply.status;
        busy += 1;
        return 429;
      },
      // The answer may come, and the connection close, before all of the body was sent.
      (error: Error) => (error.name === "TimeoutError" ? 0 : 413),
    );
    sent += 1;
    statuses[status] = (statuses[status] ?? 0) + 1;
    if (status < 200 || (status >= 300 && status < 400 && status !== 304) || status >= 500)
      bad.push(`seed ${own} ${path} (${kind}): ${status}`);
  }
}

/** Nobody takes from the queues of alerts and changes here: look at what is in them and make room. */
async function emptyQueues(): Promise<void> {
  for (const kind of intakeKinds) {
    for (;;) {
      const held = await redis.xrange(intakeStream(kind), "-", "+", "COUNT", 100);
      if (held.length === 0) break;
      for (const [, fields] of held) {
        entries += 1;
        const workspaceId = fields[fields.indexOf("workspaceId") + 1];
        const text = fields[fields.indexOf("body") + 1] ?? "";
        const stranger = senders.find((sender) => sender.workspaceId !== workspaceId);
        if (stranger && text.includes(stranger.mark)) strayEntries += 1;
      }
      await redis.xdel(intakeStream(kind), ...held.map(([id]) => id));
    }
    await redis.del(intakeBytes(kind));
  }
}

async function residentBytes(): Promise<number> {
  const health = await (await fetch(`${stack.gatewayUrl}/health`)).json();
  return z.object({ process: z.object({ rssBytes: z.number() }) }).parse(health).process.rssBytes;
}

try {
  for (const { workspaceId } of senders) {
    await deployClassifier(redis, stack.objectStoreUrl, workspaceId, scored.deployment);
    await publishLlm(redis, workspaceId, models.openaiUrl);
    await publishLlm(redis, workspaceId, models.url, {
      provider: { kind: "anthropic", dialect: "anthropic" },
      route: { name: "claude" },
    });
  }
  // Keys are known, caches are filled, code is compiled: growth counts from here.
  await sleep(1_500);
  const until = Date.now() + seconds * 1_000;
  const lanes = Promise.all(Array.from({ length: Number(values.connections) }, () => lane(until)));
  const memory: number[] = [];
  const probe = async () => {
    while (Date.now() < until && bad.length < 100) {
      await sleep(Math.min(2_000, seconds * 100));
      memory.push(await residentBytes());
      await emptyQueues();
    }
  };
  await Promise.all([lanes, probe()]);
  await emptyQueues();
  await sleep(6_000); // counters and samples of what was refused are written every five seconds
  const stray = await strayRows(
    stack.telemetry,
    Object.fromEntries(senders.map(({ workspaceId, mark }) => [workspaceId, mark])),
  );
  const journal = await inspectJournal(stack.stores.clickhouseUrl);
  const quarter = Math.ceil(memory.length / 4);
  const most = (list: number[]) => Math.max(0, ...list) / 1e6;
  const accepted = (statuses[200] ?? 0) + (statuses[202] ?? 0) + (statuses[204] ?? 0);
  const strayCount = stray.reduce((sum, { rows }) => sum + rows, 0) + strayEntries;
  report(
    "fuzz",
    [
      { name: "hostile requests", value: sent, unit: "requests" },
      { name: "of these accepted", value: (accepted / sent) * 100, unit: "%" },
      { name: "answers that are neither 2xx nor 4xx", value: bad.length, unit: "answers" },
      { name: "rows and entries in the wrong workspace", value: strayCount, unit: "rows" },
      {
        name: "acknowledged batches that did not fit their table",
        value: journal?.quarantinedBatches ?? 0,
        unit: "batches",
      },
      {
        name: "gateway memory, most in the second quarter",
        value: most(memory.slice(quarter, 2 * quarter)),
        unit: "MB",
      },
      { name: "gateway memory, most in the last quarter", value: most(memory.slice(-quarter)), unit: "MB" },
    ],
    { seconds, statuses, busy, bad, stray, queueEntries: entries, journal },
  );
  for (const line of bad.slice(0, 20)) console.error(line);
  if (bad.length > 0 || strayCount > 0 || (journal?.quarantinedBatches ?? 0) > 0 || accepted === 0)
    process.exitCode = 1;
} finally {
  redis.disconnect();
  await models.close();
  await stack.close();
}
