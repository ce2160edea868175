import { describedSeries } from "../remote-write/series-of-labels.ts";
import type { MetricMetadata } from "../remote-write/sink.ts";
import { staleHigh, staleLow } from "../tables/samples.ts";
import type { MetricKind, Series } from "../tables/series.ts";
import { type ExpositionFormat, parseSeriesText, readExposition } from "./exposition.ts";
import type { LabelSet, Relabel } from "./relabel.ts";

/** What one target gave before: its series by the text of name and labels, which costs one look-up each time. */
export type TargetMemory<Entry> = {
  /** null: dropped by relabelling. */
  series: Map<string, { entry: Entry | null; generation: number; timed: boolean }>;
  generation: number;
};

export const newMemory = <Entry>(): TargetMemory<Entry> => ({ series: new Map(), generation: 0 });

export type PageRules = {
  labels: Readonly<Record<string, string>>;
  honorLabels: boolean;
  honorTimestamps: boolean;
  metricRelabel: Relabel;
  sampleLimit: number;
  labelLimit: number;
};

export type Point<Entry> = { entry: Entry; timeMs: number; low: number; high: number };

export type ReadPage<Entry> = {
  points: Point<Entry>[];
  /** Samples on the page, and what relabelling left of them. */
  scraped: number;
  kept: number;
  added: number;
  /** Of series that could not be admitted. */
  refused: Map<string, number>;
};

/** Names and labels that cannot be stored are refused one by one; anything else that is wrong refuses the page. */
export class PageFault extends Error {
  override name = "PageFault";
}

const labelCharsMax = 4_096;
const nameCharsMax = 512;
const bits = new DataView(new ArrayBuffer(8));

/**
 * Reads what a target answered. Nothing is remembered of a page that throws: the memory changes only when all of it
 * was good. Series that were there last time and are not now end with a stale marker.
 * @param admit a series that may be stored, or why it may not
 * @throws ExpositionError, PageFault
 */
export function readPage<Entry>(
  memory: TargetMemory<Entry>,
  page: { text: string; format: ExpositionFormat; atMs: number },
  rules: PageRules,
  admit: (series: Series) => Entry | string,
): ReadPage<Entry> {
  const generation = memory.generation + 1;
  const found: ReadPage<Entry> = { points: [], scraped: 0, kept: 0, added: 0, refused: new Map() };
  const fresh = new Map<string, { entry: Entry | null; generation: number; timed: boolean }>();
  const seen: { entry: Entry | null; generation: number; timed: boolean }[] = [];
  const said = new Map<string, MetricMetadata>();
  const about = (family: string): MetricMetadata => {
    let known = said.get(family);
    if (!known) {
      known = { kind: null, unit: "", description: "" };
      said.set(family, known);
    }
    return known;
  };
  const metadata = (family: string): MetricMetadata | undefined => {
    // OpenMetrics names counters without `_total`, and says so of their family.
    const known = said.get(family) ?? said.get(family.replace(/_(total|created|info)$/, ""));
    return known?.kind ? known : undefined;
  };

  readExposition(page.text, page.format, {
    type: (family, type) => {
      const kind = kindOf(type);
      if (kind) about(family).kind = kind;
    },
    unit: (family, unit) => {
      about(family).unit = unit.slice(0, 60);
    },
    help: (family, help) => {
      about(family).description = help.slice(0, 1_024);
    },
    sample(text, value, timestampMs) {
      found.scraped++;
      if (found.scraped > rules.sampleLimit)
        throw new PageFault(`More than ${rules.sampleLimit} samples: raise sample_limit or drop some`);
      let known = memory.series.get(text) ?? fresh.get(text);
      if (!known) {
        const entry = enter(text);
        if (typeof entry === "string") {
          found.refused.set(entry, (found.refused.get(entry) ?? 0) + 1);
          return;
        }
        known = { entry: entry.entry, generation: 0, timed: false };
        fresh.set(text, known);
        if (known.entry !== null) found.added++;
      }
      seen.push(known);
      if (known.entry === null) return;
      found.kept++;
      const timed = rules.honorTimestamps && timestampMs !== null;
      known.timed = timed;
      bits.setFloat64(0, value);
      found.points.push({
        entry: known.entry,
        timeMs: timed ? (timestampMs as number) : page.atMs,
        low: bits.getUint32(4),
        high: bits.getUint32(0),
      });
    },
  });

  memory.generation = generation;
  for (const one of seen) one.generation = generation;
  for (const [text, one] of fresh) memory.series.set(text, one);
  for (const point of staleSince(memory, generation, page.atMs)) found.points.push(point);
  return found;

  function enter(text: string): { entry: Entry | null } | string {
    const parsed = parseSeriesText(text);
    if (!parsed) throw new PageFault(`Not a series: ${text.slice(0, 200)}`);
    const labels: LabelSet = new Map([["__name__", parsed.metric]]);
    for (const [name, value] of parsed.labels) if (value !== "") labels.set(name, value);
    if (labels.size - 1 > rules.labelLimit)
      throw new PageFault(`More than ${rules.labelLimit} labels on ${parsed.metric}`);
    addTargetLabels(labels, rules);
    if (!rules.metricRelabel(labels)) return { entry: null };
    const metric = labels.get("__name__");
    if (!metric) return { entry: null };
    if (metric.length > nameCharsMax) return "label_length";
    const pairs: [string, string][] = [];
    for (const [name, value] of labels) {
      if (name.startsWith("__")) continue;
      if (value.length > labelCharsMax || name.length > 256) return "label_length";
      pairs.push([name, value]);
    }
    const entry = admit(describedSeries(metric, pairs, false, metadata));
    return typeof entry === "string" ? entry : { entry };
  }
}

/** The target's own labels win unless `honor_labels`; what they push aside is kept as `exported_…`. */
function addTargetLabels(labels: LabelSet, { labels: target, honorLabels }: PageRules): void {
  for (const [name, value] of Object.entries(target)) {
    const own = labels.get(name);
    if (own !== undefined && honorLabels) continue;
    if (own !== undefined) {
      let aside = `exported_${name}`;
      while (labels.has(aside)) aside = `exported_${aside}`;
      labels.set(aside, own);
    }
    labels.set(name, value);
  }
}

/** Ends what was not seen in this generation, and forgets it. Series with times of their own are not ended. */
function staleSince<Entry>(memory: TargetMemory<Entry>, generation: number, atMs: number): Point<Entry>[] {
  const ended: Point<Entry>[] = [];
  for (const [text, one] of memory.series) {
    if (one.generation === generation) continue;
    memory.series.delete(text);
    if (one.entry !== null && !one.timed)
      ended.push({ entry: one.entry, timeMs: atMs, low: staleLow, high: staleHigh });
  }
  return ended;
}

/** All that a target gave ends: it failed, or is no more. */
export function endAll<Entry>(memory: TargetMemory<Entry>, atMs: number): Point<Entry>[] {
  memory.generation++;
  return staleSince(memory, memory.generation, atMs);
}

const kinds: Readonly<Record<string, MetricKind>> = {
  counter: "counter",
  gauge: "gauge",
  histogram: "histogram",
  gaugehistogram: "histogram",
  summary: "summary",
  info: "gauge",
  stateset: "gauge",
};

const kindOf = (type: string): MetricKind | null => kinds[type] ?? null;
