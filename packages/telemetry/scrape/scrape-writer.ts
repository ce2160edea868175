import { randomUUID } from "node:crypto";
import { RowWriter, uuidBytes } from "../client/row-binary.ts";
import type { Telemetry } from "../client/telemetry.ts";
import { lateColumns, lateTable, writeLateHour } from "../rollups/note-late.ts";
import { lateAfterMs } from "../rollups/roll-up.ts";
import { sampleColumns, samplePrefix, samplesTable, writeSample } from "../tables/samples.ts";
import { type Series, seriesColumns, seriesId, seriesTable, writeSeries } from "../tables/series.ts";
import type { Point } from "./scrape-page.ts";

/** A series that was admitted, with what never changes of its rows. */
export type ScrapeEntry = {
  id: bigint;
  series: Series;
  prefix: Buffer;
  /** When its row was last stored, seconds since the epoch; 0 when it never was. */
  announcedSeconds: number;
};

export type Tenant = { workspaceId: string; retentionDays: number };

/** As the gateway announces: "last seen" is true to five minutes. */
const announceSeconds = 300;
/** Scrapes that end within this time share an insert, ms. */
const gatherMs = 100;
const hourMs = 3_600_000;
const dayMs = 86_400_000;
const aheadMsMax = 10 * 60_000;

export const newEntry = (workspaceId: string, series: Series): ScrapeEntry => {
  const id = seriesId(workspaceId, series.metric, series.labels);
  return { id, series, prefix: samplePrefix(uuidBytes(workspaceId), series.metric, id), announcedSeconds: 0 };
};

type Batch = {
  series: RowWriter;
  samples: RowWriter;
  late: RowWriter;
  announced: ScrapeEntry[];
  lateHours: Set<string>;
  done: Promise<void>;
  resolve(): void;
  reject(error: unknown): void;
};

export type Written = { stored: number; late: number; refused: Map<string, number> };

export type ScrapeWriter = {
  /** Resolves when the points are durable. @throws unavailable */
  write(tenant: Tenant, points: readonly Point<ScrapeEntry>[], nowMs: number): Promise<Written>;
};

/** Rows of scraped pages, in the order that keeps promises: series, samples, notes about late hours. */
export function createScrapeWriter(telemetry: Telemetry): ScrapeWriter {
  let open: Batch | null = null;

  const flush = async (batch: Batch) => {
    open = null;
    try {
      await insert(seriesTable, seriesColumns, batch.series);
      await insert(samplesTable, sampleColumns, batch.samples);
      await insert(lateTable, lateColumns, batch.late);
      batch.resolve();
    } catch (error) {
      // Announced again with the next page: a row may be missing.
      for (const entry of batch.announced) entry.announcedSeconds = 0;
      batch.reject(error);
    }
  };

  const insert = async (table: string, columns: readonly string[], writer: RowWriter) => {
    if (writer.rows === 0) return;
    await telemetry.insertBinary({ table, columns, body: [Buffer.from(writer.take())], token: randomUUID() });
  };

  const batchOf = (): Batch => {
    if (open) return open;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    promise.catch(() => {});
    const batch: Batch = {
      series: new RowWriter(),
      samples: new RowWriter(),
      late: new RowWriter(),
      announced: [],
      lateHours: new Set(),
      done: promise,
      resolve,
      reject,
    };
    open = batch;
    setTimeout(() => void flush(batch), gatherMs);
    return batch;
  };

  return {
    async write({ workspaceId, retentionDays }, points, nowMs) {
      const batch = batchOf();
      const workspace = uuidBytes(workspaceId);
      const nowSeconds = Math.floor(nowMs / 1_000);
      const written: Written = { stored: 0, late: 0, refused: new Map() };
      for (const { entry, timeMs, low, high } of points) {
        const fault =
          timeMs < nowMs - retentionDays * dayMs
            ? "too_old"
            : timeMs > nowMs + aheadMsMax
              ? "too_far_ahead"
              : null;
        if (fault) {
          written.refused.set(fault, (written.refused.get(fault) ?? 0) + 1);
          continue;
        }
        if (entry.announcedSeconds <= nowSeconds - announceSeconds) {
          writeSeries(batch.series, {
            workspace,
            id: entry.id,
            series: entry.series,
            firstSeconds: nowSeconds,
            lastSeconds: nowSeconds,
            retentionDays,
          });
          entry.announcedSeconds = nowSeconds;
          batch.announced.push(entry);
        }
        writeSample(batch.samples, entry.prefix, timeMs, low, high, retentionDays);
        written.stored++;
        if (timeMs < nowMs - lateAfterMs) {
          written.late++;
          const hour = Math.floor(timeMs / hourMs) * hourMs;
          const note = `${workspaceId} ${hour}`;
          if (batch.lateHours.has(note)) continue;
          batch.lateHours.add(note);
          writeLateHour(batch.late, workspace, hour, nowMs);
        }
      }
      await batch.done;
      return written;
    },
  };
}
