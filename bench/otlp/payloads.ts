import { encode } from "@triops/telemetry/otlp/schema.testing";

/** An encoded request whose times are written in anew before each sending: encoding is not what is measured. */
export type Payload = { points: number; stamp(timeMs: number): Buffer };

const placeholder = 0x1122334455667788n;

/** Gauges and counters of one host as its collector would send them: `points` series, each with five attributes. */
export function hostPayload(host: number, points: number): Payload {
  const perMetric = 50;
  const metrics = Array.from({ length: Math.ceil(points / perMetric) }, (_, metric) => {
    const dataPoints = Array.from({ length: Math.min(perMetric, points - metric * perMetric) }, (_, i) => ({
      timeUnixNano: placeholder.toString(),
      startTimeUnixNano: "1760000000000000000",
      asDouble: host * 1_000 + metric + i / 7,
      attributes: [
        text("cpu.logical_number", String(i)),
        text("cpu.mode", ["user", "system", "idle", "iowait", "steal"][i % 5] ?? ""),
        text("device", `nvme${i % 4}n1`),
        text("zone", "eu-west-1a"),
      ],
    }));
    const described = { name: `bench.metric_${metric}`, unit: "By", description: "A metric of the bench" };
    return metric % 2 === 0
      ? { ...described, gauge: { dataPoints } }
      : { ...described, sum: { aggregationTemporality: 2, isMonotonic: true, dataPoints } };
  });
  const resource = {
    attributes: [
      text("service.name", "bench"),
      text("service.instance.id", `host-${host}`),
      text("host.name", `host-${host}`),
    ],
  };
  const bytes = encode("MetricsData", { resourceMetrics: [{ resource, scopeMetrics: [{ metrics }] }] });
  const needle = Buffer.alloc(8);
  needle.writeBigUInt64LE(placeholder);
  const places: number[] = [];
  for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at + 8)) places.push(at);
  return {
    points,
    stamp(timeMs) {
      const nanos = BigInt(timeMs) * 1_000_000n;
      for (const place of places) bytes.writeBigUInt64LE(nanos, place);
      return bytes;
    },
  };
}

const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
