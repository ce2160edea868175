/**
 * Hostile requests to the web app's addresses for prompts (Langfuse's API), scores, datasets and their lists: only 2xx and 4xx (and 503 with Retry-After while busy).
 * `--seconds 60 --connections 4 --seed 1`: a stack of its own, or with `--at FOLDER` the one that runs on that data folder (use one to throw away: what is accepted stays there).
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chance } from "@triops/telemetry/hostile/chance.testing";
import { hostileWebAsk } from "@triops/telemetry/hostile/web.testing";
import { z } from "zod";
import { report } from "./report.ts";
import { forgetData, startStack } from "./stack/stack.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    connections: { type: "string", default: "4" },
    seed: { type: "string", default: "1" },
    at: { type: "string" },
  },
  args: process.argv.slice(2).filter((word) => word !== "--"),
});
const seconds = Number(values.seconds);
const answerMsMax = 20_000;
const facts = z.object({ webUrl: z.string(), apiKey: z.string() });

const own = values.at === undefined ? await startStack() : null;
const { webUrl, apiKey } =
  own ?? facts.parse(JSON.parse(readFileSync(join(values.at ?? "", "first-run.json"), "utf8")));
const statuses: Record<string, number> = {};
const bad: string[] = [];
let seed = Number(values.seed);
let sent = 0;
let busy = 0;

async function lane(until: number): Promise<void> {
  while (Date.now() < until && bad.length < 100) {
    const at = seed++;
    const { method, path, kind, headers, body } = hostileWebAsk("anemone", chance(at));
    const status = await fetch(`${webUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, ...headers },
      ...(body.length === 0 ? {} : { body: new Uint8Array(body) }),
      signal: AbortSignal.timeout(answerMsMax),
    }).then(
      async (reply) => {
        await reply.arrayBuffer();
        if (reply.status !== 503 || !reply.headers.has("retry-after")) return reply.status;
        busy += 1;
        return 429;
      },
      (error: Error) => (error.name === "TimeoutError" ? 0 : 413),
    );
    sent += 1;
    statuses[status] = (statuses[status] ?? 0) + 1;
    if (status < 200 || status >= 500) bad.push(`seed ${at} ${method} ${path} (${kind}): ${status}`);
  }
}

try {
  const until = Date.now() + seconds * 1_000;
  await Promise.all(Array.from({ length: Number(values.connections) }, () => lane(until)));
  const accepted = (statuses[200] ?? 0) + (statuses[201] ?? 0) + (statuses[204] ?? 0);
  report(
    "fuzz-web",
    [
      { name: "hostile requests to the web app", value: sent, unit: "requests" },
      { name: "of these accepted", value: (accepted / sent) * 100, unit: "%" },
      { name: "answers that are neither 2xx nor 4xx", value: bad.length, unit: "answers" },
    ],
    { seconds, statuses, busy, bad },
  );
  for (const line of bad.slice(0, 20)) console.error(line);
  if (bad.length > 0 || accepted === 0) process.exitCode = 1;
} finally {
  if (own) {
    await own.stop();
    forgetData(own);
  }
}
