import { bucketOfSpan } from "./durations.ts";
import { edgeKeys, markers, measureColumns, measures, touchedSpans } from "./minutes.ts";

/**
 * How far back the caller of a request is looked for: it started before it, and waits for it. A message may lie in
 * its queue for long.
 */
const callLookbackMinutes = 5;
const messageLookbackMinutes = 60;

/** Peers of one service, kind and minute that are told apart; the rest is counted as `other`. */
const peersMax = 50;
const nameCharsMax = 200;
/** Messages that one consumer span may have taken in at once. */
const linksMax = 32;

const instant = (name: string, minutes: number) =>
  `fromUnixTimestamp64Milli({${name}:Int64} + ${minutes * 60_000}, 'UTC')`;

const nonEmpty = (...keys: string[]) =>
  `coalesce(${keys.map((key) => `nullIf(attributes['${key}'], '')`).join(", ")}, '')`;

const destination = `left(${nonEmpty("messaging.destination.name", "messaging.destination")}, ${nameCharsMax})`;

/** One row for each span that another service's span led to: a request by its parent, a message also by its links. */
function reached(kind: "server" | "consumer"): string {
  const isMessage = kind === "consumer";
  const links = `arraySlice(arrayZip(link_trace_ids, link_span_ids), 1, ${linksMax})`;
  const refs = `arrayDistinct(arrayConcat([(trace_id, parent_span_id)]${isMessage ? `, ${links}` : ""}))`;
  const children = `SELECT workspace_id, toStartOfMinute(time) AS bucket, toString(service) AS target, duration_ns AS own,
      status = 'error' AS broken, retention_days AS days, ${isMessage ? destination : "''"} AS via,
      arrayJoin(${refs}) AS ref, ref.1 AS ref_trace, ref.2 AS ref_span
    ${touchedSpans} AND kind = '${kind}'`;
  const lookback = isMessage ? messageLookbackMinutes : callLookbackMinutes;
  return `SELECT c.workspace_id AS workspace_id, c.bucket AS bucket, p.source AS source, c.target AS target,
      '${isMessage ? "message" : "call"}' AS edge, c.via AS via,
      ${isMessage ? "c.own" : "if(p.waits, p.waited, c.own)"} AS ns,
      ${isMessage ? "c.broken" : "c.broken OR (p.waits AND p.broken)"} AS failed, c.days AS days
    FROM (${children}) AS c
    GLOBAL ANY INNER JOIN (
      SELECT workspace_id, trace_id, span_id, toString(service) AS source, kind = 'client' AS waits,
        duration_ns AS waited, status = 'error' AS broken
      FROM spans
      WHERE workspace_id IN {workspaces:Array(UUID)}
        AND time >= ${instant("from", -lookback)} AND time < ${instant("to", 1)}
        AND (workspace_id, trace_id, span_id) GLOBAL IN (SELECT workspace_id, ref_trace, ref_span FROM (${children}))
    ) AS p ON c.workspace_id = p.workspace_id AND c.ref_trace = p.trace_id AND c.ref_span = p.span_id
    WHERE p.source != c.target AND p.source != ''`;
}

const database = nonEmpty("db.system.name", "db.system");
const namespace = nonEmpty("db.namespace", "db.name");
const queue = nonEmpty("messaging.system");
const host = `${nonEmpty("peer.service", "server.address", "net.peer.name", "http.host", "net.host.name")}`;
const hostOfUrl = `domain(${nonEmpty("url.full", "http.url")})`;

/** What a service talked to that sends no spans itself, by the attributes of its client and producer spans. */
const peers = `SELECT workspace_id, bucket, source, left(name, ${nameCharsMax}) AS target, edge, '' AS via, ns, failed, days
  FROM (
    SELECT workspace_id, toStartOfMinute(time) AS bucket, toString(service) AS source, trace_id, span_id,
      duration_ns AS ns, status = 'error' AS failed, retention_days AS days,
      multiIf(${database} != '', 'database', ${queue} != '' OR kind = 'producer', 'queue', 'external') AS edge,
      multiIf(
        edge = 'database', if(${namespace} = '', ${database}, concat(${database}, '/', ${namespace})),
        edge = 'queue', if(${destination} = '', ${queue}, ${destination}),
        if(${host} != '', ${host}, ${hostOfUrl})) AS name
    ${touchedSpans} AND kind IN ('client', 'producer')
  )
  WHERE name != '' AND (edge != 'external' OR (workspace_id, trace_id, span_id) GLOBAL NOT IN (
    SELECT workspace_id, trace_id, parent_span_id FROM spans
    WHERE workspace_id IN {workspaces:Array(UUID)} AND kind IN ('server', 'consumer')
      AND time >= ${instant("from", -1)} AND time < ${instant("to", 2)}))`;

const bucketOf = bucketOfSpan.replace("duration_ns", "ns");

const counted = `SELECT workspace_id, bucket, source, target, kind, via, ${measures}
  FROM (SELECT *, edge AS kind, ${bucketOf} AS bucket_of
    FROM (${reached("server")} UNION ALL ${reached("consumer")} UNION ALL ${peers}))
  GROUP BY workspace_id, bucket, source, target, kind, via`;

const folded = `SELECT workspace_id, bucket, source, if(f.place <= ${peersMax}, f.target, 'other') AS peer, kind, via,
    sum(f.requests), sum(f.errors), sum(f.duration_ns), max(f.duration_max_ns),
    sumMap(f.bucket_indexes, f.bucket_counts).1, sumMap(f.bucket_indexes, f.bucket_counts).2,
    max(f.retention_days), max(f.version)
  FROM (SELECT *, row_number() OVER (PARTITION BY workspace_id, bucket, source, kind ORDER BY requests DESC, target) AS place
    FROM (${counted})) AS f
  GROUP BY workspace_id, bucket, source, peer, kind, via`;

export const edgeMinutes = `INSERT INTO service_edge_minutes
  (workspace_id, bucket, ${edgeKeys.join(", ")}, ${measureColumns.join(", ")})
  ${folded} UNION ALL ${markers(edgeKeys)}`;
