import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSseSplitter, sseText } from "./sse.ts";

const feedAll = (chunks: readonly Buffer[]) => {
  const splitter = createSseSplitter();
  return { events: chunks.flatMap((chunk) => splitter.feed(chunk)), rest: splitter.rest() };
};

describe("server-sent events", () => {
  it("are the same wherever the bytes are cut, and their raw bytes are all of them", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 30 }).map((one) => one.replaceAll(/[\r\n]/g, ""));
    fc.assert(
      fc.property(
        fc.array(fc.record({ event: fc.constantFrom("", "a", "message_stop"), data: text }), {
          maxLength: 8,
        }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        (events, sizes, carriage) => {
          const whole = events.map(sseText).join("");
          const bytes = Buffer.from(carriage ? whole.replaceAll("\n", "\r\n") : whole);
          const chunks: Buffer[] = [];
          for (let at = 0, i = 0; at < bytes.length; i++) {
            const size = sizes[i % sizes.length] ?? 1;
            chunks.push(bytes.subarray(at, at + size));
            at += size;
          }
          const read = feedAll(chunks);
          expect(Buffer.concat(read.events.map(({ raw }) => raw))).toEqual(bytes);
          expect(read.rest).toBe(0);
          expect(read.events.map(({ event, data }) => [event, data.trim()])).toEqual(
            events.map(({ event, data }) => [event, data.trim()]),
          );
        },
      ),
    );
  });

  it("keep what has not ended, and pass comments with no data", () => {
    const { events, rest } = feedAll([Buffer.from(": waiting\n\ndata: a\ndata: b\n\ndata: half")]);
    expect(events.map(({ data }) => data)).toEqual(["", "a\nb"]);
    expect(rest).toBe(10);
  });

  it("that never end are refused", () => {
    const splitter = createSseSplitter();
    const chunk = Buffer.alloc(8 * 1024 * 1024, "x");
    expect(() => {
      for (let n = 0; n < 3; n++) splitter.feed(chunk);
    }).toThrow("too large");
  });
});
