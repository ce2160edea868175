import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DecodeError } from "./decode-error.ts";
import { checkLog, type DecodedLog, levelOf } from "./log-model.ts";
import { decodeLogsJson } from "./logs-json.ts";
import { decodeLogsProtobuf } from "./logs-protobuf.ts";
import { encode } from "./schema.testing.ts";

const hex = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((id) => Buffer.from(id).toString("hex"));
const value = fc.oneof(
  fc.record({ stringValue: fc.string({ unit: "grapheme", maxLength: 12 }) }),
  fc.record({ intValue: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String) }),
  fc.record({ boolValue: fc.boolean() }),
  fc.record({
    kvlistValue: fc.record({
      values: fc.array(
        fc.record({
          key: fc.string({ maxLength: 4 }),
          value: fc.record({ stringValue: fc.string({ maxLength: 4 }) }),
        }),
        { maxLength: 2 },
      ),
    }),
  }),
);
const attributes = fc.array(fc.record({ key: fc.string({ maxLength: 8 }), value }), { maxLength: 3 });
const nanos = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String);
const record = fc.record({
  timeUnixNano: nanos,
  observedTimeUnixNano: nanos,
  severityNumber: fc.integer({ min: 0, max: 30 }),
  severityText: fc.string({ maxLength: 6 }),
  body: value,
  attributes,
  flags: fc.nat({ max: 0xffffffff }),
  traceId: fc.oneof(hex(16), fc.constant("")),
  spanId: fc.oneof(hex(8), fc.constant("")),
  eventName: fc.string({ maxLength: 6 }),
});
const request = fc.record({
  resourceLogs: fc.array(
    fc.record({
      resource: fc.record({ attributes }),
      scopeLogs: fc.array(
        fc.record({
          scope: fc.record({ name: fc.string({ maxLength: 5 }), version: fc.string({ maxLength: 5 }) }),
          logRecords: fc.array(record, { maxLength: 3 }),
        }),
        { maxLength: 2 },
      ),
    }),
    { maxLength: 2 },
  ),
});

/** Ids are hex in JSON and bytes on the wire. */
function toWire(json: unknown): object {
  return JSON.parse(JSON.stringify(json), (key, each) =>
    ["traceId", "spanId"].includes(key) ? Buffer.from(each, "hex").toString("base64") : each,
  );
}

describe("OTLP logs", () => {
  it("are the same from both encodings", () => {
    fc.assert(
      fc.property(request, (json) => {
        const fromProtobuf = decodeLogsProtobuf(encode("LogsData", toWire(json)));
        expect(decodeLogsJson(Buffer.from(JSON.stringify(json)))).toEqual(fromProtobuf);
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
          const bytes = encode("LogsData", toWire(json));
          for (const [at, byte] of edits) if (bytes.length > 0) bytes[at % bytes.length] = byte;
          try {
            decodeLogsProtobuf(bytes.subarray(0, bytes.length === 0 ? 0 : cut % (bytes.length + 1)));
          } catch (error) {
            expect(error).toBeInstanceOf(DecodeError);
          }
        },
      ),
    );
  });

  it("keep a body of any type: text as it is, structures as JSON", () => {
    const logRecords = [
      { body: { stringValue: "as it is" } },
      { body: { kvlistValue: { values: [{ key: "a", value: { stringValue: "b" } }] } } },
      {},
    ];
    const decoded = decodeLogsJson(
      Buffer.from(JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] })),
    );
    expect(decoded.map((log) => log.body)).toEqual(["as it is", '{"a":"b"}', ""]);
  });
});

const nowMs = 1_000_000_000;
const limits = { oldestMs: nowMs - 10_000, newestMs: nowMs + 1_000, nowMs, bodyCharsMax: 10 };
const ns = (ms: number) => BigInt(ms) * 1_000_000n;
const log: DecodedLog = {
  service: "s",
  serviceNamespace: "",
  timeNs: ns(nowMs - 5),
  observedNs: ns(nowMs - 4),
  severityNumber: 13,
  severityText: "",
  body: "hello",
  eventName: "",
  traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
  spanId: "00f067aa0ba902b7",
  flags: 0,
  scopeName: "",
  scopeVersion: "",
  attributes: [["session.id", "abc"]],
  resource: [],
};

describe("a log record", () => {
  it("without a time has that of its observation, and without that of its arrival", () => {
    expect(checkLog({ ...log, timeNs: 0n }, limits)).toMatchObject({ timeNs: ns(nowMs - 4) });
    expect(checkLog({ ...log, timeNs: 0n, observedNs: 0n }, limits)).toMatchObject({ timeNs: ns(nowMs) });
  });

  it("is refused when too old, too far ahead or too long", () => {
    expect(checkLog({ ...log, timeNs: 1n }, limits)).toBe("too_old");
    expect(checkLog({ ...log, timeNs: ns(nowMs + 2_000) }, limits)).toBe("too_far_ahead");
    expect(checkLog({ ...log, body: "x".repeat(11) }, limits)).toBe("body_length");
  });

  it("is kept without ids that are none, and knows its session", () => {
    const checked = checkLog({ ...log, traceId: "00".repeat(16), spanId: "abcd" }, limits);
    expect(checked).toMatchObject({ traceId: "", spanId: "", sessionId: "abc", level: "warn" });
  });

  it.each([
    [1, "", "trace"],
    [8, "", "debug"],
    [9, "", "info"],
    [16, "", "warn"],
    [17, "", "error"],
    [24, "", "fatal"],
    [0, "Warning", "warn"],
    [0, "ERR", "error"],
    [0, "whatever", ""],
  ])("severity %i %s is %s", (number, text, level) => {
    expect(levelOf(number, text)).toBe(level);
  });
});
