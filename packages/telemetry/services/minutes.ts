import { bucketOfSpan, limitsOfSpan } from "./durations.ts";

/** All text here is ours; workspaces and minutes are bound as parallel lists: {workspaces}, {minutes}, {days}. */

/** Operations of one service that are told apart; the rest is counted as `other`. */
export const operationsMax = 100;
export const otherOperation = "other";

const touched = `(SELECT w, toDateTime(m, 'UTC') AS b, d
  FROM (SELECT {workspaces:Array(UUID)} AS ws, {minutes:Array(UInt32)} AS ms, {days:Array(UInt16)} AS ds)
  ARRAY JOIN ws AS w, ms AS m, ds AS d)`;

const time = (name: string) => `fromUnixTimestamp64Milli({${name}:Int64}, 'UTC')`;

/** Spans that start in one of the touched minutes, all between {from} and {to}; resent ones folded. */
export const touchedSpans = `FROM spans FINAL
  WHERE workspace_id IN {workspaces:Array(UUID)} AND time >= ${time("from")} AND time < ${time("to")}
    AND (workspace_id, toStartOfMinute(time)) GLOBAL IN (SELECT w, b FROM ${touched}) AND service != ''`;

/** Which minutes of which workspaces took in spans between {since} and {until}. */
export const minutesReceived = `SELECT toString(workspace_id) AS workspaceId,
    toUnixTimestamp(toStartOfMinute(time)) AS minute, max(retention_days) AS days
  FROM spans WHERE received_at >= ${time("since")} AND received_at < ${time("until")}
  GROUP BY workspaceId, minute ORDER BY minute`;

/** An operation that was admitted once stays; new ones are admitted, the most frequent first, while there is room. */
export const admitOperations = `INSERT INTO service_operations (workspace_id, service, operation, last_seen)
  SELECT workspace_id, service, operation, max(seen) FROM (
    SELECT workspace_id, service, operation, seen, n FROM (
      SELECT workspace_id, service, operation, max(s) AS seen, max(k) AS known, sum(c) AS n FROM (
        SELECT workspace_id, service, name AS operation, toDateTime(max(time), 'UTC') AS s, 0 AS k, count() AS c
        FROM spans WHERE received_at >= ${time("since")} AND received_at < ${time("until")} AND service != ''
        GROUP BY workspace_id, service, operation
        UNION ALL
        SELECT workspace_id, service, operation, max(last_seen) AS s, 1 AS k, 0 AS c
        FROM service_operations WHERE workspace_id IN {workspaces:Array(UUID)}
        GROUP BY workspace_id, service, operation
      ) GROUP BY workspace_id, service, operation
    ) ORDER BY known DESC, n DESC, operation LIMIT ${operationsMax} BY workspace_id, service
  ) WHERE n > 0 GROUP BY workspace_id, service, operation`;

export const measureColumns = [
  "requests",
  "errors",
  "duration_ns",
  "duration_max_ns",
  "bucket_indexes",
  "bucket_counts",
  "retention_days",
  "version",
] as const;
export const serviceKeys = ["service", "operation", "kind", "is_entry"] as const;
export const edgeKeys = ["source", "target", "kind", "via"] as const;

export const version = time("version");

/** Every computed minute leaves a row, also when nothing is in it: it outdates what was computed before. */
export function markers(keys: readonly string[], more = ""): string {
  const empty = keys.map((key) => (key === "is_entry" ? "0 AS is_entry" : `'' AS ${key}`)).join(", ");
  return `SELECT w AS workspace_id, b AS bucket, ${empty}${more}, 0 AS requests, 0 AS errors, 0 AS duration_ns,
    0 AS duration_max_ns, []::Array(Int32) AS bucket_indexes, []::Array(UInt64) AS bucket_counts,
    d AS retention_days, ${version} AS version FROM ${touched}`;
}

/** Sums over rows with `duration_ns`, `failed` and `retention_days`. */
export const measures = `count() AS requests, countIf(failed) AS errors, sum(ns) AS duration_ns, max(ns) AS duration_max_ns,
  sumMap([bucket_of], [toUInt64(1)]).1 AS bucket_indexes, sumMap([bucket_of], [toUInt64(1)]).2 AS bucket_counts,
  max(days) AS retention_days, ${version} AS version`;

export const serviceMinutes = `INSERT INTO service_minutes
  (workspace_id, bucket, ${serviceKeys.join(", ")}, limit_counts, ${measureColumns.join(", ")})
  SELECT workspace_id, bucket, service, operation, kind, is_entry, sumForEach(limits) AS limit_counts, ${measures}
  FROM (
    SELECT workspace_id, toStartOfMinute(time) AS bucket, toString(service) AS service, toString(kind) AS kind,
      if((workspace_id, service, name) GLOBAL IN (SELECT workspace_id, service, operation FROM service_operations
        WHERE workspace_id IN {workspaces:Array(UUID)}), toString(name), '${otherOperation}') AS operation,
      toUInt8(kind IN ('server', 'consumer') OR parent_span_id = '') AS is_entry,
      duration_ns AS ns, status = 'error' AS failed, ${bucketOfSpan} AS bucket_of, ${limitsOfSpan} AS limits,
      spans.retention_days AS days
    ${touchedSpans}
  ) GROUP BY workspace_id, bucket, service, operation, kind, is_entry
  UNION ALL ${markers(serviceKeys, ", []::Array(UInt64) AS limit_counts")}`;

/** Rows of the latest computation of each bucket. `scope` limits both sides alike. */
export const latest = (table: string, scope: string) => `FROM ${table}
  WHERE ${scope} AND (workspace_id, bucket, version) GLOBAL IN
    (SELECT workspace_id, bucket, max(version) FROM ${table} WHERE ${scope} GROUP BY workspace_id, bucket)`;

/** The hours that hold the touched minutes, from all of their minutes. */
export function hours(table: "service" | "service_edge"): string {
  const keys = table === "service" ? serviceKeys : edgeKeys;
  const limits = table === "service" ? ["limit_counts"] : [];
  const scope = `workspace_id IN {workspaces:Array(UUID)}
    AND bucket >= toDateTime(${time("from")}, 'UTC') AND bucket < toDateTime(${time("to")}, 'UTC')`;
  return `INSERT INTO ${table}_hours (workspace_id, bucket, ${[...keys, ...limits, ...measureColumns].join(", ")})
    SELECT workspace_id, hour, ${keys.join(", ")}, ${limits.length > 0 ? "sumForEach(limit_counts), " : ""}
      sum(requests), sum(errors), sum(duration_ns), max(duration_max_ns),
      sumMap(bucket_indexes, bucket_counts).1, sumMap(bucket_indexes, bucket_counts).2, max(retention_days), ${version}
    FROM (SELECT *, toStartOfHour(bucket) AS hour ${latest(`${table}_minutes`, scope)})
    GROUP BY workspace_id, hour, ${keys.join(", ")}`;
}
