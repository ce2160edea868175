import type { Database } from "@triops/database/client";
import type { Transaction } from "@triops/database/scoped";
import { severity } from "../severity-schema.ts";
import { condition, signal } from "./schemas.ts";
import { type HotMonitor, memoryOf, type Rule, restore, type Watched } from "./watched.ts";

const rowsPerRead = 1_000;
const rowsPerWrite = 500;

/** The monitors to evaluate, of all workspaces. One whose definition no longer parses is reported, not skipped. */
export async function readRules(
  database: Database,
  known: ReadonlyMap<string, HotMonitor>,
): Promise<{ rules: Rule[]; broken: { id: string; reason: string }[] }> {
  const rows = await database.monitor.findMany({
    where: { enabled: true, deletedAt: null },
    orderBy: { id: "asc" },
  });
  const rules: Rule[] = [];
  const broken: { id: string; reason: string }[] = [];
  for (const row of rows) {
    const version = row.updatedAt.getTime();
    const hot = known.get(row.id);
    const stamps = { evaluatedAt: ms(row.evaluatedAt), watermark: ms(row.watermark) };
    if (hot?.rule.version === version) {
      rules.push({ ...hot.rule, ...stamps });
      continue;
    }
    const parsedSignal = signal.safeParse(row.signal);
    const parsedCondition = condition.safeParse(row.condition);
    if (!parsedSignal.success || !parsedCondition.success) {
      broken.push({ id: row.id, reason: "Its definition is not understood by this version" });
      continue;
    }
    rules.push({
      id: row.id,
      workspaceId: row.workspaceId,
      name: row.name,
      severity: severity.parse(row.severity),
      signal: parsedSignal.data,
      condition: parsedCondition.data,
      version,
      ...stamps,
    });
  }
  return { rules, broken };
}

const ms = (at: Date | null): number | null => at?.getTime() ?? null;

/** Everything that was stored about the series of one monitor, in portions. */
export async function readWatched(
  database: Database,
  rule: Rule,
  now: number,
): Promise<Map<string, Watched>> {
  const series = new Map<string, Watched>();
  let after = "";
  for (;;) {
    const rows = await database.monitorSeries.findMany({
      where: { workspaceId: rule.workspaceId, monitorId: rule.id, seriesKey: { gt: after } },
      orderBy: { seriesKey: "asc" },
      take: rowsPerRead,
    });
    for (const row of rows) {
      const watched = restore(rule, row, now);
      if (watched) series.set(watched.key, watched);
      after = row.seriesKey;
    }
    if (rows.length < rowsPerRead) return series;
  }
}

/**
 * Stores series with their memory. Each row stands for itself, so portions need no common transaction. Nothing is
 * written once the monitor has been changed, paused or deleted, nor over a row that is further than ours.
 */
export async function writeWatched(
  db: Transaction | Database,
  rule: Rule,
  series: readonly Watched[],
): Promise<void> {
  for (let i = 0; i < series.length; i += rowsPerWrite) {
    const rows = series.slice(i, i + rowsPerWrite).map((watched) => ({
      seriesKey: watched.key,
      labels: watched.labels,
      state: watched.episode.state,
      since: Math.round(watched.episode.since),
      lastPointAt: watched.episode.lastAt === null ? null : Math.round(watched.episode.lastAt),
      lastValue: watched.lastValue,
      memory: memoryOf(rule, watched),
    }));
    await db.$executeRaw`
      WITH current AS (
        SELECT 1 FROM monitors
        WHERE id = ${rule.id}::uuid AND "workspaceId" = ${rule.workspaceId}::uuid AND enabled AND "deletedAt" IS NULL
          AND round(extract(epoch FROM "updatedAt" AT TIME ZONE 'UTC') * 1000) = ${rule.version}::float8
        FOR SHARE
      )
      INSERT INTO monitor_series
        ("monitorId", "workspaceId", "seriesKey", labels, state, since, "lastPointAt", "lastValue", memory, "updatedAt")
      SELECT ${rule.id}::uuid, ${rule.workspaceId}::uuid, x."seriesKey", x.labels, x.state,
        to_timestamp(x.since / 1000.0) AT TIME ZONE 'UTC',
        to_timestamp(x."lastPointAt" / 1000.0) AT TIME ZONE 'UTC', x."lastValue", x.memory, now() AT TIME ZONE 'UTC'
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x(
        "seriesKey" text, labels jsonb, state text, since float8, "lastPointAt" float8, "lastValue" float8, memory jsonb),
        current
      ON CONFLICT ("monitorId", "seriesKey") DO UPDATE SET
        labels = excluded.labels, state = excluded.state, since = excluded.since,
        "lastPointAt" = excluded."lastPointAt", "lastValue" = excluded."lastValue",
        memory = excluded.memory, "updatedAt" = excluded."updatedAt"
      WHERE monitor_series."lastPointAt" IS NULL OR excluded."lastPointAt" >= monitor_series."lastPointAt"`;
    for (const watched of series.slice(i, i + rowsPerWrite)) {
      watched.dirty = false;
      watched.stored = true;
    }
  }
}

/** What screens show of series, without their memory: of many monitors in one statement, after every run. */
export async function writeLatest(
  database: Database,
  latest: readonly { rule: Rule; watched: Watched }[],
): Promise<void> {
  if (latest.length === 0) return;
  const rows = latest.map(({ rule, watched }) => ({
    monitorId: rule.id,
    version: rule.version,
    workspaceId: rule.workspaceId,
    seriesKey: watched.key,
    state: watched.episode.state,
    since: Math.round(watched.episode.since),
    lastPointAt: watched.episode.lastAt,
    lastValue: watched.lastValue,
  }));
  await database.$executeRaw`
    UPDATE monitor_series AS s SET state = x.state, since = to_timestamp(x.since / 1000.0) AT TIME ZONE 'UTC',
      "lastPointAt" = to_timestamp(x."lastPointAt" / 1000.0) AT TIME ZONE 'UTC', "lastValue" = x."lastValue"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x("monitorId" uuid, version float8, "workspaceId" uuid,
      "seriesKey" text, state text, since float8, "lastPointAt" float8, "lastValue" float8)
    JOIN monitors AS m ON m.id = x."monitorId" AND m.enabled
      AND round(extract(epoch FROM m."updatedAt" AT TIME ZONE 'UTC') * 1000) = x.version
    WHERE s."monitorId" = x."monitorId" AND s."workspaceId" = x."workspaceId" AND s."seriesKey" = x."seriesKey"`;
}

export async function dropWatched(database: Database, rule: Rule, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await database.monitorSeries.deleteMany({
    where: { workspaceId: rule.workspaceId, monitorId: rule.id, seriesKey: { in: [...keys] } },
  });
}

export type Stamp = {
  id: string;
  version: number;
  evaluatedAt: number;
  watermark: number | null;
  seriesCount: number | null;
  seriesTotal: number | null;
  error: string | null;
};

/** Stamps many monitors in one statement; one that was changed meanwhile is left alone. */
export async function stamp(database: Database, stamps: readonly Stamp[]): Promise<void> {
  if (stamps.length === 0) return;
  await database.$executeRaw`
    UPDATE monitors AS m SET
      "evaluatedAt" = to_timestamp(x."evaluatedAt" / 1000.0) AT TIME ZONE 'UTC',
      watermark = coalesce(to_timestamp(x.watermark / 1000.0) AT TIME ZONE 'UTC', m.watermark),
      "seriesCount" = coalesce(x."seriesCount", m."seriesCount"),
      "seriesTotal" = coalesce(x."seriesTotal", m."seriesTotal"),
      "evaluationError" = x.error,
      "evaluationErrorCount" = m."evaluationErrorCount" + (CASE WHEN x.error IS NULL THEN 0 ELSE 1 END)
    FROM jsonb_to_recordset(${JSON.stringify(stamps)}::jsonb) AS x(
      id uuid, version float8, "evaluatedAt" float8, watermark float8, "seriesCount" int, "seriesTotal" int, error text)
    WHERE m.id = x.id AND round(extract(epoch FROM m."updatedAt" AT TIME ZONE 'UTC') * 1000) = x.version`;
}
