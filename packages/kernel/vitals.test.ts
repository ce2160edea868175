import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { watchVitals } from "./vitals.ts";

describe("watchVitals", () => {
  it("notices a blocked event loop and tells this process's own figures", async () => {
    const vitals = watchVitals();
    await sleep(300);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 600);
    await sleep(50);
    const read = vitals.read();
    vitals.stop();
    expect(read.eventLoop.lagMsMax).toBeGreaterThan(300);
    expect(read.pid).toBe(process.pid);
    expect(read.rssBytes).toBeGreaterThan(read.heapUsedBytes);
    expect(read.cpuSeconds).toBeGreaterThan(0);
  });
});
