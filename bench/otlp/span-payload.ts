import { encode } from "@triops/telemetry/otlp/schema.testing";

const startMark = 0x1122334455667788n;
const endMark = 0x1122334455667799n;
const traceMark = 0x99aabbccddeeff01n;

const spansPerTrace = 10;
const routes = ["/orders", "/cart", "/login", "/items/{id}", "/checkout"];

/**
 * An encoded request of `spans` spans of one service in traces of ten: a server span, calls to others and to a
 * database, one in fifty failed with an exception. Times and trace ids are written in anew before each sending.
 */
export function spanPayload(
  service: number,
  spans: number,
): { spans: number; stamp(timeMs: number): Buffer } {
  const list = Array.from({ length: spans }, (_, i) => {
    const at = i % spansPerTrace;
    const trace = Math.floor(i / spansPerTrace);
    const route = routes[trace % routes.length] ?? "";
    const failed = i % 50 === 7;
    const kind = at === 0 ? 2 : at % 3 === 0 ? 3 : 1;
    const attributes =
      kind === 2
        ? [
            text("http.request.method", "GET"),
            text("http.route", route),
            text("url.path", `${route}/${i}`),
            count("http.response.status_code", failed ? 500 : 200),
          ]
        : kind === 3
          ? [
              text("db.system.name", "postgresql"),
              text("db.query.text", `SELECT * FROM orders WHERE id = $1 /* ${at} */`),
              text("server.address", "db-1"),
            ]
          : [text("code.function.name", `com.example.Step${at}.run`), count("thread.id", i % 16)];
    return {
      traceId: base64(traceMark, trace),
      spanId: base64(undefined, i + 1),
      ...(at === 0 ? {} : { parentSpanId: base64(undefined, i - at + 1) }),
      name: kind === 2 ? `GET ${route}` : kind === 3 ? "SELECT orders" : `step ${at}`,
      kind,
      startTimeUnixNano: startMark.toString(),
      endTimeUnixNano: endMark.toString(),
      attributes,
      status: failed ? { code: 2, message: "failed" } : {},
      ...(failed
        ? {
            events: [
              {
                timeUnixNano: startMark.toString(),
                name: "exception",
                attributes: [
                  text("exception.type", "java.io.IOException"),
                  text("exception.message", "Broken pipe"),
                ],
              },
            ],
          }
        : {}),
    };
  });
  const resource = {
    attributes: [
      text("service.name", `bench-${service}`),
      text("service.version", "1.4.2"),
      text("host.name", `host-${service}`),
      text("deployment.environment.name", "bench"),
    ],
  };
  const bytes = encode("TracesData", {
    resourceSpans: [{ resource, scopeSpans: [{ scope: { name: "bench", version: "1.0" }, spans: list }] }],
  });
  const starts = placesOf(bytes, startMark, "le");
  const ends = placesOf(bytes, endMark, "le");
  const traces = placesOf(bytes, traceMark, "be");
  let sent = 0n;
  return {
    spans,
    stamp(timeMs) {
      const nanos = BigInt(timeMs) * 1_000_000n;
      sent += 1n;
      for (const [i, place] of starts.entries()) bytes.writeBigUInt64LE(nanos + BigInt(i) * 2_000n, place);
      for (const [i, place] of ends.entries()) {
        bytes.writeBigUInt64LE(
          nanos + BigInt(i) * 2_000n + BigInt(((i * 7_919) % 5_000) + 1) * 100_000n,
          place,
        );
      }
      // Unlike any other: the time, the service and the number of the request.
      const prefix = (BigInt(timeMs) << 20n) + (BigInt(service & 0xff) << 12n) + (sent & 0xfffn);
      for (const place of traces) bytes.writeBigUInt64BE(prefix, place);
      return bytes;
    },
  };
}

function base64(mark: bigint | undefined, number: number): string {
  const bytes = Buffer.alloc(mark === undefined ? 8 : 16);
  if (mark !== undefined) bytes.writeBigUInt64BE(mark);
  bytes.writeBigUInt64BE(BigInt(number) + 1n, bytes.length - 8);
  return bytes.toString("base64");
}

function placesOf(bytes: Buffer, mark: bigint, order: "le" | "be"): number[] {
  const needle = Buffer.alloc(8);
  if (order === "le") needle.writeBigUInt64LE(mark);
  else needle.writeBigUInt64BE(mark);
  const places: number[] = [];
  for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at + 8)) places.push(at);
  return places;
}

const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const count = (key: string, value: number) => ({ key, value: { intValue: String(value) } });
