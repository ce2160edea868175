import { setTimeout as sleep } from "node:timers/promises";
import { createLogger } from "@triops/kernel/logger";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import type { DeadJob } from "./dead.ts";
import { type AnyJob, giveUp, type JobSpec, jobFactory } from "./define.ts";
import { createQueue, type JobQueue } from "./enqueue.ts";
import { type Host, type HostOptions, startHost } from "./host.ts";
import { createInspector } from "./inspect.ts";
import { startTestRedis, type TestRedis } from "./testing.ts";

type Services = { seen: string[] };
const define = jobFactory<Services>();
const payload = z.object({ id: z.string().default("tick") });
const log = createLogger("test", "silent");

let redis: TestRedis;
let queue: JobQueue;
const hosts: Host[] = [];
const seen: string[] = [];
const dead: DeadJob[] = [];
let nameCounter = 0;

/** A job under a name that no other test uses. */
const job = (part: Partial<JobSpec<{ id: string }, Services>>) =>
  define({
    name: `test.job-${++nameCounter}`,
    payload,
    backoff: { kind: "fixed", delayMs: 20 },
    run: async ({ payload: { id }, services }) => {
      services.seen.push(id);
    },
    ...part,
  });

async function host(jobs: AnyJob<Services>[], part: Partial<HostOptions<Services>> = {}): Promise<Host> {
  const onDead = async (job: DeadJob) => {
    dead.push(job);
  };
  const started = await startHost({ redisUrl: redis.url, jobs, services: { seen }, log, onDead, ...part });
  hosts.push(started);
  return started;
}

beforeAll(async () => {
  redis = await startTestRedis();
  queue = createQueue({ redisUrl: redis.url, log });
});

afterEach(async () => {
  await Promise.all(hosts.splice(0).map((one) => one.close()));
  seen.length = 0;
  dead.length = 0;
});

afterAll(async () => {
  await queue.close();
  await redis.stop();
});

/** What was told of one job; another test's may be told again by a later host. */
const deadOf = ({ name }: { name: string }) => dead.filter((each) => each.name === name);

const until = (check: () => void, timeout = 10_000) => vi.waitFor(check, { timeout, interval: 20 });

describe("startHost", () => {
  it("runs an enqueued job with its payload", async () => {
    const one = job({});
    await host([one]);
    await queue.enqueue(one, { id: "a" });
    await until(() => expect(seen).toEqual(["a"]));
  });

  it("tries again after the back-off until the job succeeds", async () => {
    const startedAt: number[] = [];
    const flaky = job({
      attempts: 3,
      backoff: { kind: "fixed", delayMs: 200 },
      run: async ({ attempt, services }) => {
        startedAt.push(performance.now());
        if (attempt < 3) throw new Error("not yet");
        services.seen.push(`attempt ${attempt}`);
      },
    });
    await host([flaky]);
    await queue.enqueue(flaky, { id: "a" });
    await until(() => expect(seen).toEqual(["attempt 3"]));
    expect((startedAt[1] ?? 0) - (startedAt[0] ?? 0)).toBeGreaterThan(150);
    expect(dead).toEqual([]);
  });

  it("tells onDead of an exhausted job with reason, payload and attempts", async () => {
    const broken = job({
      attempts: 2,
      run: async () => {
        throw new Error("disk full");
      },
    });
    await host([broken]);
    await queue.enqueue(broken, { id: "a" });
    await until(() => expect(dead).toHaveLength(1));
    expect(dead[0]).toMatchObject({
      queue: broken.name,
      reason: "disk full",
      attempts: 2,
      payload: { id: "a" },
    });
  });

  it("tells again at the next start when onDead failed", async () => {
    const broken = job({
      attempts: 1,
      run: async () => {
        throw new Error("disk full");
      },
    });
    let told = 0;
    const onDead = async () => {
      told += 1;
      throw new Error("ledger away");
    };
    const first = await host([broken], { onDead });
    await queue.enqueue(broken, { id: "a" });
    await until(() => expect(told).toBe(1));
    await first.close();
    await host([broken]);
    await until(() => expect(dead).toHaveLength(1));
  });

  it("does not repeat a job that gave up, nor one whose payload does not parse", async () => {
    const wary = job({
      attempts: 5,
      run: async () => {
        throw giveUp("gone for good");
      },
    });
    const strict = define({ name: wary.name, payload: z.object({ id: z.number() }), run: async () => {} });
    const first = await host([wary]);
    await queue.enqueue(wary, { id: "a" });
    await until(() => expect(dead.map((d) => [d.reason, d.attempts])).toEqual([["gone for good", 1]]));
    await first.close();
    dead.length = 0;
    await queue.enqueue(wary, { id: "b" });
    await host([strict]);
    await until(() => expect(dead.some((d) => d.reason.startsWith("payload does not parse"))).toBe(true));
  });

  it("aborts a run at its time limit and counts it as failed", async () => {
    let aborted = false;
    const slow = job({
      attempts: 1,
      timeoutMs: 100,
      run: async ({ signal }) => {
        signal.addEventListener("abort", () => {
          aborted = true;
        });
        await sleep(60_000, undefined, { signal });
      },
    });
    await host([slow]);
    await queue.enqueue(slow, { id: "a" });
    await until(() => expect(deadOf(slow).map((d) => d.reason)).toEqual(["timed out after 100 ms"]));
    expect(aborted).toBe(true);
  });

  it("folds waiting jobs of one key, keeps one more while one runs, and ignores a known id", async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const folded = job({
      dedupe: ({ id }) => id,
      run: async ({ payload: { id }, services }) => {
        services.seen.push(id);
        await gate;
      },
    });
    await host([folded]);
    await queue.enqueue(folded, { id: "a" });
    await until(() => expect(seen).toEqual(["a"]));
    for (let i = 0; i < 5; i++) await queue.enqueue(folded, { id: "a" });
    release();
    await until(() => expect(seen).toEqual(["a", "a"]));
    await sleep(200);
    expect(seen).toEqual(["a", "a"]);
    for (let i = 0; i < 3; i++) await queue.enqueue(folded, { id: `b${i}` }, { id: "event-1" });
    await until(() => expect(seen).toContain("b0"));
    await sleep(200);
    expect(seen).toEqual(["a", "a", "b0"]);
  });

  it("runs a schedule by itself, and no longer once the declaration has none", async () => {
    const ticking = job({ every: { seconds: 1 } });
    const first = await host([ticking]);
    await until(() => expect(seen.length).toBeGreaterThanOrEqual(2));
    expect(seen[0]).toBe("tick");
    await first.close();
    await host([{ ...ticking, every: undefined as never }]);
    await sleep(200);
    seen.length = 0;
    await sleep(1_500);
    expect(seen).toEqual([]);
  });

  it("lets the next run of a schedule make up for a failed one, which is then forgotten", async () => {
    let failing = true;
    const sweep = job({
      attempts: 1,
      every: { seconds: 1 },
      run: async ({ services }) => {
        if (failing) throw new Error("ledger away");
        services.seen.push("swept");
      },
    });
    await host([sweep]);
    const inspector = createInspector({ redisUrl: redis.url, jobs: [sweep], log });
    try {
      await until(async () => expect((await inspector.inspect())[0]?.failed).toBeGreaterThan(0));
      failing = false;
      await until(() => expect(seen).toContain("swept"));
      await until(async () => expect((await inspector.inspect())[0]?.failed).toBe(0));
      expect(dead).toEqual([]);
    } finally {
      await inspector.close();
    }
  });

  it("hands an unfinished job back when it stops, and another host finishes it", async () => {
    const long = job({
      timeoutMs: 60_000,
      run: async ({ attempt, signal, services }) => {
        services.seen.push(`run ${attempt}`);
        if (services.seen.length === 1) await sleep(60_000, undefined, { signal });
      },
    });
    const first = await host([long]);
    await queue.enqueue(long, { id: "a" });
    await until(() => expect(seen).toEqual(["run 1"]));
    const before = performance.now();
    await first.close();
    expect(performance.now() - before).toBeLessThan(4_000);
    await host([long]);
    // Attempt 1 again: being interrupted is not a failure.
    await until(() => expect(seen).toEqual(["run 1", "run 1"]));
    expect(dead).toEqual([]);
  }, 20_000);

  it("waits for a running job before it stops", async () => {
    const short = job({
      run: async ({ services }) => {
        await sleep(500);
        services.seen.push("finished");
      },
    });
    const one = await host([short]);
    await queue.enqueue(short, { id: "a" });
    await until(() => expect(one.health().queues).toHaveLength(1));
    await sleep(100);
    await one.close();
    expect(seen).toEqual(["finished"]);
  });

  it("goes on by itself after Redis was killed, with nothing lost", async () => {
    const steady = job({ attempts: 10, concurrency: 4 });
    await host([steady], { onStuck: () => expect.unreachable("a host that recovers must not leave") });
    const sent = Array.from({ length: 60 }, (_, i) => `id-${i}`);
    for (const id of sent.slice(0, 30)) await queue.enqueue(steady, { id });
    // Append-only with everysec: give the file its second.
    await sleep(1_100);
    await redis.kill();
    await expect(queue.enqueue(steady, { id: "while away" })).rejects.toMatchObject({ code: "unavailable" });
    await sleep(2_000);
    await redis.start();
    await until(async () => queue.ping());
    for (const id of sent.slice(30)) await until(async () => queue.enqueue(steady, { id }, { id }));
    await until(() => expect(new Set(seen)).toEqual(new Set(sent)), 20_000);
  }, 40_000);

  it("answers unavailable within about a second while Redis is away", async () => {
    const lonely = createQueue({ redisUrl: "redis://127.0.0.1:9", log });
    const before = performance.now();
    await expect(lonely.enqueue(job({}), { id: "a" })).rejects.toMatchObject({ code: "unavailable" });
    expect(performance.now() - before).toBeLessThan(1_500);
    await lonely.close();
  });

  it("refuses two jobs of one name and a Redis that may evict", async () => {
    const one = job({});
    await expect(host([one, one])).rejects.toThrow("Two jobs are named");
    const careless = await startTestRedis("allkeys-lru");
    try {
      await expect(host([one], { redisUrl: careless.url })).rejects.toThrow("jobs need noeviction");
    } finally {
      await careless.stop();
    }
  });
});

describe("createInspector", () => {
  it("shows queues, schedules and dead jobs, and runs one again", async () => {
    let broken = true;
    const mending = job({
      attempts: 1,
      run: async ({ payload: { id }, services }) => {
        if (broken) throw new Error("broken");
        services.seen.push(id);
      },
    });
    const nightly = job({ every: { pattern: "0 3 * * *" } });
    await host([mending, nightly]);
    const inspector = createInspector({ redisUrl: redis.url, jobs: [mending, nightly], log });
    try {
      await queue.enqueue(mending, { id: "a" });
      await until(() => expect(dead).toHaveLength(1));
      const [first, second] = await inspector.inspect();
      expect(first).toMatchObject({
        name: mending.name,
        failed: 1,
        waiting: 0,
        paused: false,
        schedule: null,
      });
      expect(second).toMatchObject({ delayed: 1, schedule: { pattern: "0 3 * * *" } });
      expect(second?.nextRunAt?.getUTCHours()).toBe(3);
      const { data } = await inspector.list(mending.name, "failed", null, 10);
      expect(data).toMatchObject([{ reason: "broken", payload: { id: "a" }, state: "failed", attempts: 1 }]);
      broken = false;
      const jobId = data[0]?.id ?? "";
      await inspector.retry(mending.name, jobId);
      await until(() => expect(seen).toEqual(["a"]));
      await expect(inspector.retry(mending.name, jobId)).rejects.toMatchObject({ code: "conflict" });
      await expect(inspector.retry(mending.name, "nothing")).rejects.toMatchObject({ code: "not_found" });
      await expect(inspector.list("no.such", "failed", null, 10)).rejects.toMatchObject({
        code: "not_found",
      });
    } finally {
      await inspector.close();
    }
  });

  it("holds jobs back while a queue is paused, pages them and removes one", async () => {
    const held = job({});
    await host([held]);
    const inspector = createInspector({ redisUrl: redis.url, jobs: [held], log });
    try {
      await inspector.pause(held.name);
      for (const id of ["a", "b", "c"]) await queue.enqueue(held, { id });
      expect(await inspector.inspect()).toMatchObject([{ waiting: 3, paused: true }]);
      const page = await inspector.list(held.name, "waiting", null, 2);
      expect(page.data.map((record) => record.payload)).toEqual([{ id: "a" }, { id: "b" }]);
      const rest = await inspector.list(held.name, "waiting", page.nextCursor, 2);
      expect(rest.data).toHaveLength(1);
      expect(rest.nextCursor).toBeNull();
      await inspector.remove(held.name, page.data[1]?.id ?? "");
      await inspector.resume(held.name);
      await until(() => expect(seen).toEqual(["a", "c"]));
    } finally {
      await inspector.close();
    }
  });
});
