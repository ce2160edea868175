import type { Telemetry } from "@triops/telemetry/client/telemetry";
import { ByteMap } from "@triops/telemetry/remote-write/byte-map";
import { z } from "zod";
import { createMetricDescriptions, type MetricDescriptions } from "./metric-descriptions.ts";
import { TwoGenerations } from "./two-generations.ts";

/** A series of one workspace as the gateway knows it. */
export type SeriesEntry = {
  id: bigint;
  /** The constant part of its sample rows; made when the first sample comes. */
  prefix: Buffer | null;
  /** When its row was last stored, seconds since the epoch; 0 when it never was. */
  announcedSeconds: number;
  /** Its row is being stored: samples are acknowledged only after it. */
  announcement: Promise<void> | null;
};

export type WorkspaceSeries = Map<bigint, SeriesEntry>;

/** A series that has not sent for this long no longer counts against the limit. */
const activeSeconds = 86_400;
/** Rows are stored again after this long, so that "last seen" is true to five minutes. Questions allow two hours. */
export const announceSeconds = 300;

/** Keys of series seen lately: for each, a known sample costs one lookup. */
const keysMax = 300_000;

export type SeriesRegistry = {
  /** The series that this workspace sent lately, loaded once from the store. @throws unavailable */
  workspace(workspaceId: string): Promise<WorkspaceSeries>;
  byKey: TwoGenerations<SeriesEntry>;
  /** The same for remote_write, by the bytes of the labels as they were sent. */
  byLabels: ByteMap<SeriesEntry>;
  descriptions: MetricDescriptions;
  /** A number for these bytes that no others ever get. */
  symbol(bytes: Buffer, start: number, end: number): number;
  intern(text: string): number;
  /** Forgets what has not sent for a day. */
  sweep(nowSeconds: number): void;
  size(): number;
};

export function createSeriesRegistry(telemetry: Telemetry): SeriesRegistry {
  const workspaces = new Map<string, Promise<WorkspaceSeries>>();
  const loaded = new Set<WorkspaceSeries>();
  const interned = new TwoGenerations<number>(keysMax / 10);
  const symbols = new ByteMap<number>(keysMax);
  let nextNumber = 1;
  let nextSymbol = 1;

  return {
    byKey: new TwoGenerations(keysMax),
    byLabels: new ByteMap(keysMax),
    descriptions: createMetricDescriptions(),
    symbol(bytes, start, end) {
      let number = symbols.get(0, bytes, start, end);
      if (number === undefined) {
        number = nextSymbol++;
        symbols.set(0, bytes, start, end, number);
      }
      return number;
    },
    workspace(workspaceId) {
      const known = workspaces.get(workspaceId);
      if (known) return known;
      const loading = loadSeries(telemetry, workspaceId);
      workspaces.set(workspaceId, loading);
      loading.then(
        (series) => loaded.add(series),
        () => workspaces.delete(workspaceId),
      );
      return loading;
    },
    intern(text) {
      let number = interned.get(text);
      if (number === undefined) {
        number = nextNumber++;
        interned.set(text, number);
      }
      return number;
    },
    sweep(nowSeconds) {
      for (const series of loaded) {
        for (const [id, entry] of series) {
          if (entry.announcement === null && entry.announcedSeconds < nowSeconds - activeSeconds)
            series.delete(id);
        }
      }
    },
    size: () => [...loaded].reduce((sum, series) => sum + series.size, 0),
  };
}

async function loadSeries(telemetry: Telemetry, workspaceId: string): Promise<WorkspaceSeries> {
  const now = Date.now();
  const rows = await telemetry.query({
    name: "gateway.series",
    sql: `SELECT toString(series_id) AS id, toUnixTimestamp(max(last_seen)) AS seen
          FROM metric_series
          WHERE workspace_id = {workspaceId:UUID}
            AND last_seen >= fromUnixTimestamp64Milli({fromMs:Int64}, 'UTC')
            AND last_seen < fromUnixTimestamp64Milli({toMs:Int64}, 'UTC')
          GROUP BY series_id LIMIT 1000000`,
    row: z.object({ id: z.string(), seen: z.coerce.number() }),
    workspaceId,
    window: { from: new Date(now - activeSeconds * 1_000), to: new Date(now + 86_400_000) },
  });
  return new Map(
    rows.map((row): [bigint, SeriesEntry] => {
      const id = BigInt(row.id);
      return [id, { id, prefix: null, announcedSeconds: row.seen, announcement: null }];
    }),
  );
}
