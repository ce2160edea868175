import { randomUUID } from "node:crypto";
import { RowWriter, uuidBytes } from "@triops/telemetry/client/row-binary";
import type { Telemetry } from "@triops/telemetry/client/telemetry";
import { compress } from "@triops/telemetry/remote-write/snappy.testing";
import { sampleColumns, samplePrefix, samplesTable, writeSample } from "@triops/telemetry/tables/samples";
import { seriesColumns, seriesId, seriesTable, writeSeries } from "@triops/telemetry/tables/series";

export const metric = "node_cpu_seconds_total";
const modes = ["idle", "iowait", "irq", "nice", "softirq", "steal", "system", "user"];
const retentionDays = 30;

/** Counters that rise steadily, each at its own pace, one sample every `everyMs` from `firstMs` on. */
export type Load = { series: number; samples: number; firstMs: number; everyMs: number };

function labelsOf(index: number): [string, string][] {
  return [
    ["cpu", String(index % 64)],
    ["instance", `host-${Math.floor(index / 512)}.example.org:9100`],
    ["job", "node"],
    ["mode", modes[Math.floor(index / 64) % 8] ?? ""],
  ];
}

const valueAt = (index: number, sample: number) => index * 1_000 + sample * (1 + (index % 15));

/** Straight into ClickHouse, as the gateway writes. */
export async function loadTriops(telemetry: Telemetry, workspaceId: string, load: Load): Promise<void> {
  const workspace = uuidBytes(workspaceId);
  const bits = new DataView(new ArrayBuffer(8));
  const insert = (table: string, columns: readonly string[], writer: RowWriter) =>
    telemetry.insertBinary({ table, columns, body: [writer.take()], token: randomUUID() });
  const announcements = new RowWriter();
  let samples = new RowWriter();
  for (let index = 0; index < load.series; index++) {
    const labels = labelsOf(index);
    const id = seriesId(workspaceId, metric, labels);
    const lastMs = load.firstMs + load.samples * load.everyMs;
    writeSeries(announcements, {
      workspace,
      id,
      series: {
        metric,
        family: metric,
        kind: "counter",
        temporality: "cumulative",
        unit: "s",
        description: "",
        sourceName: metric,
        labels,
      },
      firstSeconds: Math.floor(load.firstMs / 1_000),
      lastSeconds: Math.floor(lastMs / 1_000),
      retentionDays,
    });
    const prefix = samplePrefix(workspace, metric, id);
    for (let sample = 0; sample < load.samples; sample++) {
      bits.setFloat64(0, valueAt(index, sample), true);
      const [low, high] = [bits.getUint32(0, true), bits.getUint32(4, true)];
      writeSample(samples, prefix, load.firstMs + sample * load.everyMs, low, high, retentionDays);
    }
    if (samples.bytes > 20e6) {
      await insert(samplesTable, sampleColumns, samples);
      samples = new RowWriter();
    }
  }
  if (samples.rows > 0) await insert(samplesTable, sampleColumns, samples);
  await insert(seriesTable, seriesColumns, announcements);
}

/** The same samples by remote_write, 40 samples of 500 series a request, in order of time. */
export async function loadPrometheus(url: string, load: Load): Promise<void> {
  for (let sample = 0; sample < load.samples; sample += 40) {
    for (let index = 0; index < load.series; index += 500) {
      const body = compress(writeRequest(load, index, sample));
      const reply = await fetch(`${url}/api/v1/write`, {
        method: "POST",
        body: new Uint8Array(body),
        headers: { "content-encoding": "snappy", "content-type": "application/x-protobuf" },
      });
      if (!reply.ok) throw new Error(`Prometheus answered ${reply.status}: ${await reply.text()}`);
    }
  }
}

function writeRequest(load: Load, first: number, from: number): Buffer {
  const series: Buffer[] = [];
  for (let index = first; index < Math.min(load.series, first + 500); index++) {
    const parts = [["__name__", metric] as const, ...labelsOf(index)].map(([name, value]) =>
      field(1, Buffer.concat([field(1, Buffer.from(name)), field(2, Buffer.from(value))])),
    );
    for (let sample = from; sample < Math.min(load.samples, from + 40); sample++) {
      const value = Buffer.alloc(9);
      value[0] = 9;
      value.writeDoubleLE(valueAt(index, sample), 1);
      const time = Buffer.concat([Buffer.from([16]), varint(load.firstMs + sample * load.everyMs)]);
      parts.push(field(2, Buffer.concat([value, time])));
    }
    series.push(field(1, Buffer.concat(parts)));
  }
  return Buffer.concat(series);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
}

const field = (number: number, bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.from([(number << 3) | 2]), varint(bytes.length), bytes]);
