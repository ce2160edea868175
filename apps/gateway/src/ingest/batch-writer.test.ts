import type { Telemetry } from "@triops/telemetry/client/telemetry";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createBatchWriter } from "./batch-writer.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const row = Buffer.from("row");

/** A store whose inserts take `insertMs`, each noted with its number of requests. */
function store(insertMs: number) {
  const batches: number[] = [];
  const state = { away: false };
  const telemetry = {
    async insertBinary({ body }: { body: readonly Buffer[] }) {
      batches.push(body.length);
      await sleep(insertMs);
      if (state.away) throw new Error("away");
    },
  } as unknown as Telemetry;
  return { batches, state, writer: createBatchWriter(telemetry, "t", ["a"]) };
}

/** Milliseconds of fake time until the work is done. */
async function duration(work: Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  let endedMs: number | undefined;
  const end = () => {
    endedMs = performance.now();
  };
  work.then(end, end);
  while (endedMs === undefined) await vi.advanceTimersByTimeAsync(1);
  return endedMs - startedMs;
}

describe("batch writer", () => {
  it("writes a lone request at once, also right after its last one", async () => {
    const { batches, writer } = store(30);
    for (let i = 0; i < 3; i++) expect(await duration(writer.add(row, 1))).toBeLessThanOrEqual(32);
    expect(batches).toEqual([1, 1, 1]);
  });

  it("shares inserts between senders that send again as soon as they are answered", async () => {
    const { batches, writer } = store(30);
    const sender = async (pauseMs: number) => {
      for (let i = 0; i < 10; i++) {
        await sleep(pauseMs);
        await writer.add(row, 1);
      }
    };
    await duration(Promise.all([sender(1), sender(4)]));
    expect(batches.slice(0, 2)).toEqual([1, 1]);
    expect(batches.slice(2, 10)).toEqual([2, 2, 2, 2, 2, 2, 2, 2]);
  });

  it("waits for a sender that stays away no longer than an insert takes, and once", async () => {
    const { writer } = store(10);
    await duration(Promise.all([writer.add(row, 1), writer.add(row, 1)]));
    expect(await duration(writer.add(row, 1))).toBeLessThanOrEqual(22);
    expect(await duration(writer.add(row, 1))).toBeLessThanOrEqual(12);
  });

  it("tells every sender of a failed insert, and goes on", async () => {
    const { state, writer } = store(5);
    state.away = true;
    const results = Promise.allSettled([writer.add(row, 1), writer.add(row, 1), writer.add(row, 1)]);
    await duration(results);
    expect((await results).map((one) => one.status)).toEqual(["rejected", "rejected", "rejected"]);
    state.away = false;
    await duration(writer.add(row, 1));
    expect(writer.state()).toMatchObject({ pendingRows: 0, pendingBytes: 0, inFlight: 0, awaySince: null });
  });
});
