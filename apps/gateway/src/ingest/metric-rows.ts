import type { PublishedKey } from "@triops/domains/api-keys/schemas";
import { RowWriter, uuidBytes } from "@triops/telemetry/client/row-binary";
import type { MetricSink, Refusal } from "@triops/telemetry/otlp/flatten-metrics";
import type { MetricMetadata, WriteRefusal, WriteSink } from "@triops/telemetry/remote-write/sink";
import { writeLateHour } from "@triops/telemetry/rollups/note-late";
import { lateAfterMs } from "@triops/telemetry/rollups/roll-up";
import { writeHistogram } from "@triops/telemetry/tables/histograms";
import { samplePrefix, writeSample } from "@triops/telemetry/tables/samples";
import { type Series, seriesId, writeSeries } from "@triops/telemetry/tables/series";
import { limits } from "../limits.ts";
import type { BatchWriter } from "./batch-writer.ts";
import { contentToken } from "./content-token.ts";
import {
  announceSeconds,
  type SeriesEntry,
  type SeriesRegistry,
  type WorkspaceSeries,
} from "./series-registry.ts";

export type MetricWriters = {
  series: BatchWriter;
  samples: BatchWriter;
  histograms: BatchWriter;
  late: BatchWriter;
};

const hourMs = 3_600_000;

/** The rows of one request, gathered while it is flattened and stored in the order that keeps promises. */
export class MetricRows implements MetricSink<SeriesEntry>, WriteSink<SeriesEntry> {
  private readonly key: PublishedKey;
  private readonly known: WorkspaceSeries;
  private readonly registry: SeriesRegistry;
  private readonly workspace: Buffer;
  /** Keeps this workspace's series apart from others' in `byLabels`. */
  private readonly space: number;
  private readonly nowSeconds: number;
  /** Series whose row is older are announced again. */
  private readonly announcedSince: number;
  private readonly lateBeforeMs: number;
  /** Samples older than what the next rollup still takes in. */
  lateSamples = 0;
  private readonly seriesRows = new RowWriter();
  private readonly samples: RowWriter;
  private readonly histograms = new RowWriter();
  private readonly announced: SeriesEntry[] = [];
  private readonly awaited = new Set<Promise<void>>();
  /** Every hour touched, with its oldest sample. */
  private readonly oldestByHour = new Map<number, number>();
  /** The hour of the last sample, with its oldest sample so far: most samples need no more than this comparison. */
  private lastHourEndMs = -1;
  private lastOldestMs = Infinity;

  /** `bodyBytes`: of the decoded request; its samples take about half of that as rows. */
  constructor(
    key: PublishedKey,
    known: WorkspaceSeries,
    registry: SeriesRegistry,
    nowMs: number,
    bodyBytes: number,
  ) {
    this.samples = new RowWriter(Math.min(Math.max(4_096, Math.ceil(bodyBytes * 0.6)), 1_048_576));
    this.key = key;
    this.known = known;
    this.registry = registry;
    this.workspace = uuidBytes(key.workspaceId);
    this.space = registry.intern(`w${key.workspaceId}`) * 4;
    this.nowSeconds = Math.floor(nowMs / 1_000);
    this.announcedSince = Math.max(
      this.nowSeconds - announceSeconds + 1,
      registry.descriptions.newsSeconds(key.workspaceId, this.nowSeconds),
    );
    this.lateBeforeMs = nowMs - lateAfterMs;
  }

  intern(text: string): number {
    return this.registry.intern(`${this.key.workspaceId}${text}`);
  }

  series(key: string, make: () => Series): SeriesEntry | Refusal {
    const cached = this.registry.byKey.get(key);
    if (cached !== undefined && this.isCurrent(cached)) return cached;
    const entry = this.admit(make());
    if (typeof entry !== "string") this.registry.byKey.set(key, entry);
    return entry;
  }

  labelled(
    version: 1 | 2,
    bytes: Buffer,
    start: number,
    end: number,
    make: () => Series | WriteRefusal,
  ): SeriesEntry | WriteRefusal {
    const space = this.space + version;
    const cached = this.registry.byLabels.get(space, bytes, start, end);
    if (cached !== undefined && this.isCurrent(cached)) return cached;
    const series = make();
    if (typeof series === "string") return series;
    const entry = this.admit(series);
    if (typeof entry !== "string") this.registry.byLabels.set(space, bytes, start, end, entry);
    return entry;
  }

  symbol(bytes: Buffer, start: number, end: number): number {
    return this.registry.symbol(bytes, start, end);
  }

  describe(family: string, metadata: MetricMetadata): void {
    if (family.length > limits.metricNameCharsMax) return;
    const description = metadata.description.slice(0, limits.descriptionCharsMax);
    const unit = metadata.unit.slice(0, limits.labelNameCharsMax);
    const said = { ...metadata, unit, description };
    this.registry.descriptions.say(this.key.workspaceId, family, said, this.nowSeconds);
  }

  readonly described = (family: string): MetricMetadata | undefined =>
    this.registry.descriptions.of(this.key.workspaceId, family);

  /** Known, and its row stored lately or on its way. */
  private isCurrent(entry: SeriesEntry): boolean {
    if (entry.announcedSeconds < this.announcedSince) return false;
    if (entry.announcement !== null) this.awaited.add(entry.announcement);
    return true;
  }

  private admit(series: Series): SeriesEntry | Refusal {
    const refusal = this.refusal(series);
    if (refusal) return refusal;
    const id = seriesId(this.key.workspaceId, series.metric, series.labels);
    let entry = this.known.get(id);
    if (entry === undefined) {
      if (this.known.size >= this.key.limits.seriesMax) return "series_limit";
      entry = { id, prefix: null, announcedSeconds: 0, announcement: null };
      this.known.set(id, entry);
    }
    entry.prefix ??= samplePrefix(this.workspace, series.metric, id);
    if (entry.announcement !== null) this.awaited.add(entry.announcement);
    else if (entry.announcedSeconds < this.announcedSince) {
      writeSeries(this.seriesRows, {
        workspace: this.workspace,
        id,
        series,
        firstSeconds: this.nowSeconds,
        lastSeconds: this.nowSeconds,
        retentionDays: this.key.retentionDays,
      });
      // From here on it counts as announced, and whoever meets it meanwhile waits for the row too.
      entry.announcedSeconds = this.nowSeconds;
      this.announced.push(entry);
    }
    return entry;
  }

  private refusal(series: Series): Refusal | null {
    if (series.labels.length > this.key.limits.labelsPerSeriesMax) return "labels_limit";
    if (series.metric.length > limits.metricNameCharsMax) return "label_length";
    for (const [name, value] of series.labels) {
      if (name.length > limits.labelNameCharsMax || value.length > limits.labelValueCharsMax)
        return "label_length";
    }
    return null;
  }

  sample(entry: SeriesEntry, timeMs: number, low: number, high: number): void {
    this.noteTime(timeMs);
    writeSample(this.samples, entry.prefix as Buffer, timeMs, low, high, this.key.retentionDays);
  }

  histogram(entry: SeriesEntry, histogram: Parameters<MetricSink<SeriesEntry>["histogram"]>[1]): void {
    writeHistogram(this.histograms, entry.prefix as Buffer, histogram, this.key.retentionDays);
  }

  private noteTime(timeMs: number): void {
    if (timeMs < this.lateBeforeMs) this.lateSamples++;
    if (timeMs >= this.lastOldestMs && timeMs < this.lastHourEndMs) return;
    const hour = Math.floor(timeMs / hourMs);
    const oldest = Math.min(timeMs, this.oldestByHour.get(hour) ?? Infinity);
    this.oldestByHour.set(hour, oldest);
    this.lastHourEndMs = (hour + 1) * hourMs;
    this.lastOldestMs = oldest;
  }

  /** After a fault: series that were counted as announced but never stored are announced again next time. */
  abandon(): void {
    for (const entry of this.announced) entry.announcedSeconds = 0;
  }

  /**
   * Series rows first, then samples, then notes about late hours; resolves when everything is durable. `sent` is the
   * request as it came: its rows are known by it.
   * @throws unavailable
   */
  async store(writers: MetricWriters, sent: Buffer, now: () => number): Promise<void> {
    if (this.announced.length > 0) this.awaited.add(this.announce(writers.series));
    if (this.awaited.size > 0) await Promise.all(this.awaited);
    const { rows: sampleRows } = this.samples;
    const { rows: histogramRows } = this.histograms;
    await Promise.all([
      sampleRows > 0
        ? writers.samples.add(
            this.samples.take(),
            sampleRows,
            contentToken(this.key, "samples", sent, sampleRows),
          )
        : null,
      histogramRows > 0
        ? writers.histograms.add(
            this.histograms.take(),
            histogramRows,
            contentToken(this.key, "histograms", sent, histogramRows),
          )
        : null,
    ]);
    await this.noteLate(writers.late, now());
  }

  private announce(writer: BatchWriter): Promise<void> {
    const { rows } = this.seriesRows;
    const stored = writer.add(this.seriesRows.take(), rows).then(
      () => {
        for (const entry of this.announced) entry.announcement = null;
      },
      (error) => {
        for (const entry of this.announced) {
          entry.announcement = null;
          entry.announcedSeconds = 0;
        }
        throw error;
      },
    );
    stored.catch(() => {});
    for (const entry of this.announced) entry.announcement = stored;
    return stored;
  }

  private async noteLate(writer: BatchWriter, nowMs: number): Promise<void> {
    const late = [...this.oldestByHour].filter(([, oldestMs]) => oldestMs < nowMs - lateAfterMs);
    if (late.length === 0) return;
    const rows = new RowWriter(64 * late.length);
    for (const [hour] of late) writeLateHour(rows, this.workspace, hour * hourMs, nowMs);
    await writer.add(rows.take(), late.length);
  }
}
