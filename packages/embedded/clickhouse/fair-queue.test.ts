import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { FairQueue } from "./fair-queue.ts";

const options = { slots: 2, reservedPerKind: 0, waitMsMax: 1_000, waitingMax: 10 };

describe("FairQueue", () => {
  it("serves lanes in turn, so that a flood waits behind itself", async () => {
    const queue = new FairQueue({ ...options, slots: 1 });
    const order: string[] = [];
    const first = await queue.enter("flood", "read");
    const enter = (lane: string, name: string) =>
      queue.enter(lane, "read").then((release) => {
        order.push(name);
        release();
      });
    const all = [enter("flood", "f1"), enter("flood", "f2"), enter("flood", "f3"), enter("calm", "c1")];
    first();
    await Promise.all(all);
    expect(order.indexOf("c1")).toBeLessThan(order.indexOf("f2"));
    expect(queue.depth).toEqual({ running: 0, waiting: 0 });
  });

  it("keeps slots for writes while reads fill theirs, and the other way round", async () => {
    const queue = new FairQueue({ ...options, slots: 3, reservedPerKind: 1 });
    const reads = [await queue.enter("a", "read"), await queue.enter("a", "read")];
    let third = false;
    const waiting = queue.enter("a", "read").then((release) => {
      third = true;
      release();
    });
    const write = await queue.enter("a", "write");
    expect(third).toBe(false);
    write();
    for (const release of reads) release();
    await waiting;
  });

  it("refuses with code 202 what waited too long and what finds the line full", async () => {
    const queue = new FairQueue({ ...options, slots: 1, waitMsMax: 20, waitingMax: 1 });
    const release = await queue.enter("a", "read");
    const old = queue.enter("a", "read");
    await expect(queue.enter("b", "read")).rejects.toMatchObject({ code: 202 });
    await expect(old).rejects.toMatchObject({ code: 202 });
    release();
    expect(queue.depth.waiting).toBe(0);
  });

  it("forgets a caller that went away while waiting", async () => {
    const queue = new FairQueue({ ...options, slots: 1 });
    const release = await queue.enter("a", "read");
    const gone = new AbortController();
    const waiting = queue.enter("a", "read", gone.signal);
    gone.abort();
    await expect(waiting).rejects.toMatchObject({ code: 394 });
    release();
    release(); // a second release must not free another's slot
    await sleep(1);
    expect(queue.depth).toEqual({ running: 0, waiting: 0 });
  });
});
