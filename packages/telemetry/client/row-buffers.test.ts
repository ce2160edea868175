import { describe, expect, it } from "vitest";
import { giveBuffer, takeBuffer } from "./row-buffers.ts";

describe("row buffers", () => {
  it("come again when they were given back, and never to two at once", () => {
    const first = takeBuffer(100_000);
    const second = takeBuffer(100_000);
    expect(first.buffer).not.toBe(second.buffer);
    giveBuffer(first.subarray(0, 10));
    giveBuffer(first.subarray(5, 10));
    const third = takeBuffer(90_000);
    const fourth = takeBuffer(90_000);
    expect(third.buffer).toBe(first.buffer);
    expect(fourth.buffer).not.toBe(first.buffer);
    expect(third.length).toBeGreaterThanOrEqual(100_000);
  });

  it("leave alone what is not theirs: Node's own shared slices", () => {
    const slice = Buffer.from("a slice of a slab that others use too");
    giveBuffer(slice);
    expect(takeBuffer(slice.buffer.byteLength).buffer).not.toBe(slice.buffer);
  });
});
