import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DecodeError } from "./decode-error.ts";
import { encode } from "./schema.testing.ts";
import { checkSpan } from "./span-model.ts";
import { decodeSpansJson } from "./spans-json.ts";
import { decodeSpansProtobuf } from "./spans-protobuf.ts";

const hex = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((id) => Buffer.from(id).toString("hex"));
const attributes = fc.array(
  fc.record({
    key: fc.string({ maxLength: 8 }),
    value: fc.record({ stringValue: fc.string({ unit: "grapheme", maxLength: 8 }) }),
  }),
  { maxLength: 3 },
);
const nanos = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String);
const span = fc.record({
  traceId: hex(16),
  spanId: hex(8),
  parentSpanId: fc.oneof(hex(8), fc.constant("")),
  traceState: fc.string({ maxLength: 5 }),
  name: fc.string({ unit: "grapheme", maxLength: 10 }),
  kind: fc.integer({ min: 0, max: 7 }),
  flags: fc.nat({ max: 0xffffffff }),
  startTimeUnixNano: nanos,
  endTimeUnixNano: nanos,
  attributes,
  status: fc.record({ code: fc.integer({ min: 0, max: 4 }), message: fc.string({ maxLength: 5 }) }),
  events: fc.array(fc.record({ timeUnixNano: nanos, name: fc.string({ maxLength: 5 }), attributes }), {
    maxLength: 2,
  }),
  links: fc.array(fc.record({ traceId: hex(16), spanId: hex(8), attributes }), { maxLength: 2 }),
});
const request = fc.record({
  resourceSpans: fc.array(
    fc.record({
      resource: fc.record({ attributes }),
      scopeSpans: fc.array(
        fc.record({
          scope: fc.record({ name: fc.string({ maxLength: 5 }), version: fc.string({ maxLength: 5 }) }),
          spans: fc.array(span, { maxLength: 3 }),
        }),
        { maxLength: 2 },
      ),
    }),
    { maxLength: 2 },
  ),
});

/** Ids are hex in JSON and bytes on the wire. */
function toWire(json: unknown): object {
  return JSON.parse(JSON.stringify(json), (key, value) =>
    ["traceId", "spanId", "parentSpanId"].includes(key)
      ? Buffer.from(value, "hex").toString("base64")
      : value,
  );
}

describe("OTLP spans", () => {
  it("are the same from both encodings", () => {
    fc.assert(
      fc.property(request, (json) => {
        const fromProtobuf = decodeSpansProtobuf(encode("TracesData", toWire(json)));
        expect(decodeSpansJson(Buffer.from(JSON.stringify(json)))).toEqual(fromProtobuf);
      }),
    );
  });

  it("throw nothing but DecodeError on cut or altered bytes", () => {
    fc.assert(
      fc.property(
        request,
        fc.nat(),
        fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 4 }),
        (json, cut, edits) => {
          const bytes = encode("TracesData", toWire(json));
          for (const [at, value] of edits) if (bytes.length > 0) bytes[at % bytes.length] = value;
          try {
            decodeSpansProtobuf(bytes.subarray(0, bytes.length === 0 ? 0 : cut % (bytes.length + 1)));
          } catch (error) {
            expect(error).toBeInstanceOf(DecodeError);
          }
        },
      ),
    );
  });

  it("are refused without ids or time, or when they end before they start", () => {
    const limits = { oldestMs: 1_000, newestMs: 10_000 };
    const [good] = decodeSpansJson(
      Buffer.from(
        JSON.stringify({
          resourceSpans: [
            {
              scopeSpans: [
                {
                  spans: [
                    {
                      traceId: "AB".repeat(16),
                      spanId: "cd".repeat(8),
                      startTimeUnixNano: "5000000000",
                      endTimeUnixNano: "5000000001",
                    },
                  ],
                },
              ],
            },
          ],
        }),
      ),
    );
    if (!good) throw new Error("not decoded");
    expect(checkSpan(good, limits)).toMatchObject({ traceId: "ab".repeat(16), durationNs: 1n });
    expect(checkSpan({ ...good, traceId: "0".repeat(32) }, limits)).toBe("no_trace_id");
    expect(checkSpan({ ...good, spanId: "" }, limits)).toBe("no_span_id");
    expect(checkSpan({ ...good, startNs: 0n }, limits)).toBe("no_time");
    expect(checkSpan({ ...good, startNs: 1n }, limits)).toBe("too_old");
    expect(checkSpan({ ...good, endNs: 1n }, limits)).toBe("ends_before_start");
  });
});
