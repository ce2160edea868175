import { generate } from "@triops/analysis/log-templates/corpus/fill.testing";
import { systems } from "@triops/analysis/log-templates/corpus/systems.testing";
import { encode } from "@triops/telemetry/otlp/schema.testing";

const placeholder = 0x1122334455667788n;

/** An encoded request of `records` log records of one service, whose times are written in anew before each sending. */
export function logPayload(
  service: number,
  records: number,
): { records: number; stamp(timeMs: number): Buffer } {
  const system = systems[service % systems.length];
  if (!system) throw new Error("No system");
  const lines = generate({ ...system, header: "" }, records, service + 1);
  const logRecords = lines.map(({ line }, i) => ({
    timeUnixNano: placeholder.toString(),
    observedTimeUnixNano: placeholder.toString(),
    severityNumber: i % 50 === 0 ? 17 : 9,
    severityText: i % 50 === 0 ? "ERROR" : "INFO",
    body: { stringValue: line },
    attributes: [
      text("log.logger", `com.example.${system.name}`),
      text("thread.name", `worker-${i % 16}`),
      text("user.id", String((i * 7_919) % 1_000)),
      text("http.route", ["/orders", "/cart", "/login"][i % 3] ?? ""),
    ],
    traceId: Buffer.from(i.toString(16).padStart(32, "a"), "hex").toString("base64"),
    spanId: Buffer.from(i.toString(16).padStart(16, "b"), "hex").toString("base64"),
  }));
  const resource = {
    attributes: [
      text("service.name", `bench-${service}`),
      text("service.version", "1.4.2"),
      text("host.name", `host-${service}`),
      text("deployment.environment", "bench"),
    ],
  };
  const bytes = encode("LogsData", {
    resourceLogs: [{ resource, scopeLogs: [{ scope: { name: "bench" }, logRecords }] }],
  });
  const needle = Buffer.alloc(8);
  needle.writeBigUInt64LE(placeholder);
  const places: number[] = [];
  for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at + 8)) places.push(at);
  return {
    records,
    stamp(timeMs) {
      const nanos = BigInt(timeMs) * 1_000_000n;
      // Records of one batch lie a few microseconds apart.
      for (const [i, place] of places.entries())
        bytes.writeBigUInt64LE(nanos + BigInt(i >> 1) * 2_000n, place);
      return bytes;
    },
  };
}

const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
