import { describe, expect, it } from "vitest";
import { packSkeleton } from "./skeleton.ts";

describe("packSkeleton", () => {
  it("points at parents and names by place, and tells a root from a parent that is missing", () => {
    const packed = packSkeleton("t", {
      spanIds: ["a", "b", "c", "d"],
      parentIds: ["", "a", "gone", "d"],
      services: ["shop", "shop", "ledger", "shop"],
      operations: ["x", "y", "x", "z"],
      kinds: ["server", "client", "server", "internal"],
      statuses: ["unset", "error", "unset", "ok"],
      startMs: 1_000,
      startUs: [0, 10, 20, 30],
      durationUs: [100, 5, 200.5, 1],
      marks: [0, 1, 0, 4],
      isCut: false,
    });
    expect(packed).toMatchObject({
      durationMs: 0.2205,
      services: ["shop", "ledger"],
      operations: ["x", "y", "z"],
      spans: {
        parent: [-1, 0, -2, -1],
        service: [0, 0, 1, 0],
        operation: [0, 1, 0, 2],
        status: [0, 1, 0, 2],
      },
    });
  });
});
