import { DecodeError } from "../otlp/decode-error.ts";
import { Wire } from "../otlp/wire.ts";
import { outOfPlace, Points } from "./points.ts";
import { kindOfType, type LabelBytes, seriesOfLabels } from "./series-of-labels.ts";
import type { MetricMetadata, WriteRun } from "./sink.ts";
import { nameOf } from "./version-1.ts";

/** Request{symbols=4, timeseries=5}. */
const tagSymbol = 34;
const tagSeries = 42;

/**
 * io.prometheus.write.v2.Request: labels are pairs of references into one table of symbols.
 * @throws DecodeError, TooManyPoints; the sink may have been given a part by then
 */
export function writeVersion2<Handle extends object>(bytes: Buffer, run: WriteRun<Handle>): void {
  const symbols = new Symbols(bytes);
  const wire = new Wire(bytes);
  const points = new Points();
  const whole = wire.end;
  while (wire.more) {
    const tag = wire.tag();
    if (tag === tagSeries) {
      const end = wire.lengthEnd();
      wire.end = end;
      readSeries(wire, symbols, points, run);
      wire.end = whole;
    } else wire.skip(tag);
  }
}

/** The table may stand before or behind the series that refer to it, so it is read first. */
class Symbols {
  private readonly bytes: Buffer;
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  /** What the sink calls each; 0 until it is asked. */
  private readonly numbers: number[] = [];

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    const wire = new Wire(bytes);
    while (wire.more) {
      const tag = wire.tag();
      if (tag === tagSymbol) {
        const { at, end } = wire.place();
        this.starts.push(at);
        this.ends.push(end);
        this.numbers.push(0);
      } else wire.skip(tag);
    }
    if (this.starts.length > 0 && this.starts[0] !== this.ends[0]) throw outOfPlace();
  }

  get count(): number {
    return this.starts.length;
  }

  number<Handle>(ref: number, run: WriteRun<Handle>): number {
    const known = this.numbers[ref] as number;
    if (known > 0) return known;
    const number = run.sink.symbol(this.bytes, this.starts[ref] as number, this.ends[ref] as number);
    this.numbers[ref] = number;
    return number;
  }

  slice(ref: number): Buffer {
    return this.bytes.subarray(this.starts[ref], this.ends[ref]);
  }
}

/** References of one series: more than any limit on labels allows. */
const refsMax = 2_048;
const refs: number[] = [];
/** The series' key: the numbers of its symbols as doubles, exact to 2^53. */
const key = Buffer.alloc(refsMax * 8);

/** TimeSeries{labels_refs=1, samples=2, histograms=3, exemplars=4, metadata=5}. */
function readSeries<Handle extends object>(
  wire: Wire,
  symbols: Symbols,
  points: Points,
  run: WriteRun<Handle>,
): void {
  points.clear();
  refs.length = 0;
  let metadataAt = -1;
  let metadataEnd = -1;
  const { end } = wire;
  while (wire.at < end) {
    const tag = wire.tag();
    if (tag === 10 || tag === 8) wire.repeated(tag, readRef);
    else if (tag === 18) points.readSample(wire);
    else if (tag === 26) points.readHistogram(wire);
    else if (tag === 34) points.readExemplar(wire);
    else if (tag === 42) ({ at: metadataAt, end: metadataEnd } = wire.place());
    else wire.skip(tag);
  }
  points.charge(run);
  const labels = () => pairsOf(symbols);
  const name = () => nameOf(labels());
  if (!keyOf(symbols, run)) {
    points.refuseAll(run, "bad_label_refs", () => `references ${refs.slice(0, 20)}`);
    return;
  }
  const isNative = points.histogramCount > 0;
  if (isNative && points.count > 0) {
    points.refuseAll(run, "mixed_series", name);
    return;
  }
  const handle = run.sink.labelled(2, key, 0, refs.length * 8, () => {
    const said =
      metadataAt < 0
        ? undefined
        : wire.within(metadataAt, metadataEnd, (inner) => readMetadata(inner, symbols));
    return seriesOfLabels(labels(), isNative, () => said);
  });
  if (typeof handle === "string") points.refuseAll(run, handle, name);
  else points.write(run, handle, name);
}

function readRef(wire: Wire): void {
  if (refs.length >= refsMax) throw new DecodeError(`A series has more than ${refsMax / 2} labels`);
  refs.push(wire.varint());
}

/** False when a reference leads nowhere or a name has no value. */
function keyOf<Handle>(symbols: Symbols, run: WriteRun<Handle>): boolean {
  const { count } = symbols;
  if (refs.length % 2 === 1) return false;
  for (let i = 0; i < refs.length; i++) {
    const ref = refs[i] as number;
    if (ref >= count) return false;
    key.writeDoubleLE(symbols.number(ref, run), i * 8);
  }
  return true;
}

function pairsOf(symbols: Symbols): LabelBytes[] {
  const pairs: LabelBytes[] = [];
  for (let i = 0; i + 1 < refs.length; i += 2) {
    pairs.push({ name: symbols.slice(refs[i] as number), value: symbols.slice(refs[i + 1] as number) });
  }
  return pairs;
}

/** Metadata{type=1, help_ref=3, unit_ref=4}; a reference that leads nowhere is no text. */
function readMetadata(wire: Wire, symbols: Symbols): MetricMetadata {
  const metadata: MetricMetadata = { kind: null, unit: "", description: "" };
  const text = (ref: number) => (ref < symbols.count ? symbols.slice(ref).toString() : "");
  while (wire.more) {
    const tag = wire.tag();
    if (tag === 8) metadata.kind = kindOfType(wire.varint());
    else if (tag === 24) metadata.description = text(wire.varint());
    else if (tag === 32) metadata.unit = text(wire.varint());
    else wire.skip(tag);
  }
  return metadata;
}
