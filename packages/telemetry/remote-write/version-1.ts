import { Wire } from "../otlp/wire.ts";
import { Points } from "./points.ts";
import { kindOfType, type LabelBytes, seriesOfLabels } from "./series-of-labels.ts";
import type { WriteRun } from "./sink.ts";

/** WriteRequest{timeseries=1, metadata=3}; TimeSeries{labels=1, samples=2, exemplars=3, histograms=4}. */
const tagLabel = 10;
const tagSample = 18;
const tagExemplar = 26;
const tagHistogram = 34;

/** prometheus.WriteRequest. @throws DecodeError, TooManyPoints; the sink may have been given a part by then */
export function writeVersion1<Handle extends object>(bytes: Buffer, run: WriteRun<Handle>): void {
  const wire = new Wire(bytes);
  const points = new Points();
  const whole = wire.end;
  while (wire.more) {
    const tag = wire.tag();
    if (tag === 10) {
      const end = wire.lengthEnd();
      wire.end = end;
      readSeries(wire, points, run);
      wire.end = whole;
    } else if (tag === 26) wire.message((inner) => readMetadata(inner, run));
    else wire.skip(tag);
  }
}

function readSeries<Handle extends object>(wire: Wire, points: Points, run: WriteRun<Handle>): void {
  points.clear();
  const { bytes, end } = wire;
  const start = wire.at;
  // Labels come first and together: their bytes, tags included, are the series' key.
  while (wire.at < end && bytes[wire.at] === tagLabel) {
    wire.at++;
    wire.at = wire.lengthEnd();
  }
  let key = bytes;
  let keyStart = start;
  let keyEnd = wire.at;
  while (wire.at < end) {
    const tagAt = wire.at;
    const tag = wire.tag();
    if (tag === tagSample) points.readSample(wire);
    else if (tag === tagHistogram) points.readHistogram(wire);
    else if (tag === tagExemplar) points.readExemplar(wire);
    else if (tag === tagLabel) {
      wire.charge();
      wire.at = wire.lengthEnd();
      key = Buffer.concat([key.subarray(keyStart, keyEnd), bytes.subarray(tagAt, wire.at)]);
      keyStart = 0;
      keyEnd = key.length;
    } else wire.skip(tag);
  }
  points.charge(run);
  const labels = () => readLabels(key, keyStart, keyEnd);
  const name = () => nameOf(labels());
  const isNative = points.histogramCount > 0 && points.count === 0;
  const handle = run.sink.labelled(1, key, keyStart, keyEnd, () =>
    seriesOfLabels(labels(), isNative, run.sink.described),
  );
  if (typeof handle === "string") points.refuseAll(run, handle, name);
  else points.write(run, handle, name);
}

/** Only for series that are not known yet. @throws DecodeError */
function readLabels(bytes: Buffer, start: number, end: number): LabelBytes[] {
  const wire = new Wire(bytes, start, end);
  const labels: LabelBytes[] = [];
  while (wire.more) {
    wire.tag();
    labels.push(
      wire.message((inner) => {
        const label: LabelBytes = { name: nothing, value: nothing };
        while (inner.more) {
          const tag = inner.tag();
          if (tag === 10) label.name = inner.slice();
          else if (tag === 18) label.value = inner.slice();
          else inner.skip(tag);
        }
        return label;
      }),
    );
  }
  return labels;
}

const nothing = Buffer.alloc(0);

export const nameOf = (labels: readonly LabelBytes[]): string =>
  labels.map(({ name, value }) => `${name}=${value}`).join(",");

/** MetricMetadata{type=1, metric_family_name=2, help=4, unit=5}: stored with the family's series from now on. */
function readMetadata<Handle>(wire: Wire, run: WriteRun<Handle>): void {
  let type = 0;
  let family = "";
  let description = "";
  let unit = "";
  while (wire.more) {
    const tag = wire.tag();
    if (tag === 8) type = wire.varint();
    else if (tag === 18) family = wire.text();
    else if (tag === 34) description = wire.text();
    else if (tag === 42) unit = wire.text();
    else wire.skip(tag);
  }
  if (family !== "") run.sink.describe(family, { kind: kindOfType(type), unit, description });
}
