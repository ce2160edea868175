import { describe, expect, test } from "vitest";
import { decodeFrames, encodeFrame, type Frame } from "./frames.ts";

const frame = (group: number): Frame => ({
  group,
  calls: [
    {
      settlement: {
        id: "r1",
        workspaceId: "w1",
        scopes: [{ kind: "workspace", id: "w1" }],
        nano: "450000",
        startedMs: 1,
        endedMs: 2,
        tokens: [["bucket", 100, -5]],
      },
      spanId: "00f067aa0ba902b7",
      spanBytes: 5,
      llmSpanBytes: 3,
    },
  ],
  spans: Buffer.from("spans"),
  llmSpans: Buffer.from("llm"),
});
const file = Buffer.concat([...encodeFrame(frame(1)), ...encodeFrame(frame(2))]);

describe("a spool file", () => {
  test("says what was written", () => {
    expect(decodeFrames(file)).toEqual([frame(1), frame(2)]);
  });

  test("cut at any byte it still says the frames before", () => {
    const first = Buffer.concat(encodeFrame(frame(1))).length;
    for (let at = 0; at < file.length; at++)
      expect(decodeFrames(file.subarray(0, at))).toHaveLength(at < first ? 0 : 1);
  });

  test("with any byte changed never says anything else", () => {
    for (let at = 0; at < file.length; at++) {
      const damaged = Buffer.from(file);
      damaged[at] = (damaged[at] ?? 0) ^ 0x55;
      const read = decodeFrames(damaged);
      expect([frame(1), frame(2)].slice(0, read.length)).toEqual(read);
      expect(read.length).toBeLessThan(2);
    }
  });
});
