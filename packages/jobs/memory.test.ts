import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type AnyJob, giveUp, jobFactory } from "./define.ts";
import type { JobQueue } from "./enqueue.ts";
import { createMemoryJobs } from "./memory.ts";

type Services = { queue: JobQueue; seen: string[]; failures: number };
const define = jobFactory<Services>();
const payload = z.object({ id: z.string() });

const note = define({
  name: "note.take",
  payload,
  attempts: 3,
  dedupe: ({ id }) => id,
  run: async ({ payload: { id }, services, attempt }) => {
    services.seen.push(`${id}#${attempt}`);
    if (services.failures-- > 0) throw new Error("not yet");
  },
});
const chain = define({
  name: "note.chain",
  payload,
  run: async ({ payload: { id }, services }) => services.queue.enqueue(note, { id }),
});
const refuse = define({
  name: "note.refuse",
  payload,
  attempts: 9,
  run: async () => {
    throw giveUp("no use");
  },
});

function setUp(failures = 0, immediate = false) {
  const jobs: AnyJob<Services>[] = [note, chain, refuse];
  const services = { seen: [] as string[], failures } as Services;
  services.queue = createMemoryJobs({ jobs, services: () => services, immediate });
  return { services, queue: services.queue as ReturnType<typeof createMemoryJobs<Services>> };
}

describe("createMemoryJobs", () => {
  it("runs nothing before drain, then also what the handlers enqueue", async () => {
    const { queue, services } = setUp();
    await queue.enqueue(chain, { id: "a" });
    expect(services.seen).toEqual([]);
    await queue.drain();
    expect(services.seen).toEqual(["a#1"]);
  });

  it("runs inside enqueue when immediate", async () => {
    const { queue, services } = setUp(0, true);
    await queue.enqueue(chain, { id: "a" });
    expect(services.seen).toEqual(["a#1"]);
  });

  it("tries again until it succeeds", async () => {
    const { queue, services } = setUp(2);
    await queue.enqueue(note, { id: "a" });
    await queue.drain();
    expect(services.seen).toEqual(["a#1", "a#2", "a#3"]);
    expect(queue.dead).toEqual([]);
  });

  it("declares dead after the last attempt, or at once when the handler gives up", async () => {
    const { queue } = setUp(99);
    await queue.enqueue(note, { id: "a" });
    await queue.enqueue(refuse, { id: "b" });
    await queue.drain();
    expect(queue.dead.map(({ name, attempts, reason }) => [name, attempts, reason])).toEqual([
      ["note.take", 3, "not yet"],
      ["note.refuse", 1, "no use"],
    ]);
  });

  it("folds waiting jobs of one key and ignores an id it has seen", async () => {
    const { queue, services } = setUp();
    await queue.enqueue(note, { id: "a" });
    await queue.enqueue(note, { id: "a" });
    await queue.drain();
    await queue.enqueue(chain, { id: "b" }, { id: "event-1" });
    await queue.enqueue(chain, { id: "b" }, { id: "event-1" });
    await queue.drain();
    expect(services.seen).toEqual(["a#1", "b#1"]);
  });

  it("refuses a payload that does not fit", async () => {
    await expect(setUp().queue.enqueue(note, { id: 7 } as never)).rejects.toThrow("does not fit its schema");
  });
});
