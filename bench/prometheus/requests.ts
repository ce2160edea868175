import { compress } from "@triops/telemetry/remote-write/snappy.testing";

/** One WriteRequest of 1.0 whose times and values are written in anew; compressed as a sender would send it. */
export type WriteTemplate = { samples: number; at(timeMs: number): Buffer };

const modes = ["idle", "iowait", "irq", "nice", "softirq", "steal", "system", "user"];

/** `seriesCount` counters as node_exporter names them, from `first` on, one sample each. */
export function writeTemplate(first: number, seriesCount: number): WriteTemplate {
  const values: number[] = [];
  const places: number[] = [];
  const parts: Buffer[] = [];
  let length = 0;
  for (let i = first; i < first + seriesCount; i++) {
    const labels = Buffer.concat(
      [
        ["__name__", "node_cpu_seconds_total"],
        ["cpu", String(i % 64)],
        ["instance", `host-${Math.floor(i / 512)}.eu-west-1.example.org:9100`],
        ["job", "node"],
        ["mode", modes[Math.floor(i / 64) % 8] ?? ""],
      ].map(([name = "", value = ""]) => field(1, Buffer.concat([text(1, name), text(2, value)]))),
    );
    const sample = Buffer.alloc(16);
    sample[0] = 9;
    sample[9] = 16;
    const series = field(1, Buffer.concat([labels, field(2, sample)]));
    parts.push(series);
    length += series.length;
    places.push(length - sample.length + 1);
    values.push(i * 1_000);
  }
  const body = Buffer.concat(parts);
  return {
    samples: seriesCount,
    at(timeMs) {
      for (let i = 0; i < places.length; i++) {
        const place = places[i] as number;
        values[i] = (values[i] as number) + ((i * 7) % 100) / 100;
        body.writeDoubleLE(values[i] as number, place);
        // Milliseconds of our time take six bytes as a varint until the year 2109.
        let rest = timeMs;
        for (let byte = 0; byte < 6; byte++) {
          body[place + 9 + byte] = (rest % 128) + (byte < 5 ? 128 : 0);
          rest = Math.floor(rest / 128);
        }
      }
      return compress(body);
    },
  };
}

const field = (number: number, bytes: Buffer): Buffer => {
  const head = [(number << 3) | 2];
  if (bytes.length > 0x7f) head.push((bytes.length & 0x7f) | 0x80, bytes.length >>> 7);
  else head.push(bytes.length);
  return Buffer.concat([Buffer.from(head), bytes]);
};
const text = (number: number, value: string) => field(number, Buffer.from(value));
