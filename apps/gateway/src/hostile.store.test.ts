import { keyLimits, publishedKeysHash } from "@triops/domains/api-keys/schemas";
import { intakeKinds, intakeStream } from "@triops/domains/intake/schemas";
import { strayRows } from "@triops/telemetry/hostile/isolation.testing";
import {
  cutRequests,
  endpoints,
  type HostileRequest,
  hostileRequest,
} from "@triops/telemetry/hostile/requests.testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { eventually, publishTestKey } from "./testing.ts";
import { startWorld, type World } from "./world.testing.ts";

/** Fuzzing as such is not limited here; that has tests of its own. */
const limits = { ...keyLimits, requestsPerSecondMax: 1e6, bytesPerSecondMax: 1e10 };

let world: World;
let senders: { mark: string; workspaceId: string; key: string; hash: string }[];

beforeAll(async () => {
  world = await startWorld();
  senders = await Promise.all(
    ["anemone", "barnacle"].map(async (mark) => ({
      mark,
      ...(await publishTestKey(world.redis.redis, { limits })),
    })),
  );
  for (const { key } of senders) {
    await eventually(async () => {
      expect((await world.post({ json: {}, credential: key })).status).toBe(200);
    });
  }
});
afterAll(async () => {
  for (const { hash } of senders) await world.redis.redis.hdel(publishedKeysHash, hash);
  await world.close();
});

async function statusOf({ path, headers, body }: HostileRequest, credential: string): Promise<number> {
  const reply = await fetch(`${world.gateway.url}${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${credential}`, ...headers },
    body: new Uint8Array(body),
    signal: AbortSignal.timeout(20_000),
  }).catch((error: unknown) => {
    // An answer may come, and the connection close, before all of the body was sent.
    if (error instanceof Error && error.name === "TimeoutError") throw error;
    return undefined;
  });
  await reply?.arrayBuffer().catch(() => undefined);
  if (reply === undefined) return 413;
  // "Come again" is a good answer of a busy machine; nothing else of the 500s is.
  return reply.status === 503 && reply.headers.has("retry-after") ? 429 : reply.status;
}

/** Several at a time, so that requests of both workspaces are under way together. */
async function sendAll(requests: Iterable<{ request: HostileRequest; credential: string; name: string }>) {
  const bad: string[] = [];
  const statuses = new Map<string, Set<number>>();
  const iterator = requests[Symbol.iterator]();
  const lane = async () => {
    for (let next = iterator.next(); !next.done; next = iterator.next()) {
      const { request, credential, name } = next.value;
      const status = await statusOf(request, credential);
      statuses.set(request.path, (statuses.get(request.path) ?? new Set()).add(status));
      if (status < 200 || (status >= 300 && status < 400) || status >= 500) bad.push(`${name}: ${status}`);
    }
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
  return { bad, statuses };
}

/** Entries of the queues for alerts and changes that bear the mark of another workspace's sender. */
async function strayEntries(): Promise<unknown[]> {
  const stray: unknown[] = [];
  for (const kind of intakeKinds) {
    const entries = await world.redis.redis.xrange(intakeStream(kind), "-", "+");
    for (const [, fields] of entries) {
      const entry = Object.fromEntries(
        fields.flatMap((name, i) => (i % 2 === 0 ? [[name, fields[i + 1]]] : [])),
      );
      const strangers = senders.filter(({ workspaceId }) => workspaceId !== entry.workspaceId);
      if (strangers.some(({ mark }) => entry.body?.includes(mark))) stray.push(entry);
    }
  }
  return stray;
}

/** What the store's insert journal says of itself. */
async function journalState(): Promise<unknown> {
  const { origin, username, password } = new URL(world.store.url);
  const credentials = Buffer.from(`${username}:${decodeURIComponent(password)}`).toString("base64");
  return (await fetch(`${origin}/journal`, { headers: { authorization: `Basic ${credentials}` } })).json();
}

describe("whatever is sent", () => {
  it("is answered with 2xx or 4xx, whichever of both workspaces sends it", async () => {
    function* requests(from: number, to: number) {
      for (let seed = from; seed < to; seed++) {
        const sender = senders[seed % 2] as (typeof senders)[number];
        const request = hostileRequest(seed, sender.mark, Date.now());
        yield { request, credential: sender.key, name: `seed ${seed} ${request.path} ${request.kind}` };
      }
    }
    const warm = await sendAll(requests(0, 200));
    const before = process.memoryUsage().rss;
    const { bad, statuses } = await sendAll(requests(200, 700));
    expect([...warm.bad, ...bad]).toEqual([]);
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 * 1024);
    // Fuzzing that never gets through, or is never refused, tests nothing.
    for (const { path } of endpoints.filter(({ path }) => !path.startsWith("/api/public"))) {
      const seen = [...(statuses.get(path) ?? [])];
      expect([path, seen.some((status) => status < 300), seen.some((status) => status >= 400)]).toEqual([
        path,
        true,
        true,
      ]);
    }
  });

  it("400 or an accepted beginning for a message that is cut at any byte", async () => {
    const { mark, key } = senders[0] as (typeof senders)[number];
    function* requests() {
      for (const request of cutRequests(mark, Date.now())) {
        yield { request, credential: key, name: `${request.path} ${request.kind}` };
      }
    }
    expect((await sendAll(requests())).bad).toEqual([]);
  });

  it("stays in its own workspace, and everything acknowledged fits its table", async () => {
    const marks = Object.fromEntries([
      ...senders.map(({ workspaceId, mark }) => [workspaceId, mark]),
      [world.key.workspaceId, "nobody sends this"],
    ]);
    // Counters and samples of what was refused are written every five seconds.
    await eventually(async () => {
      const [row] = await world.store.telemetry.administer({
        name: "test",
        sql: "SELECT uniqExact(workspace_id) AS n FROM dead_letters",
        row: z.object({ n: z.coerce.number() }),
      });
      expect(row?.n).toBeGreaterThanOrEqual(2);
    }, 12_000);
    expect(await strayRows(world.store.telemetry, marks)).toEqual([]);
    const planted = {
      [world.key.workspaceId]: "nobody",
      [senders[0]?.workspaceId ?? ""]: "barnacle",
      [senders[1]?.workspaceId ?? ""]: "anemone",
    };
    expect((await strayRows(world.store.telemetry, planted)).length).toBeGreaterThan(4);
    expect(await strayEntries()).toEqual([]);
    expect(await journalState()).toMatchObject({ quarantinedBatches: 0, fault: null });
  });
});
