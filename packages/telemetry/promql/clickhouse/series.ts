import { BinaryReader } from "../../client/binary-reader.ts";
import { fromTime, toTime } from "../../client/question.ts";
import type { Param, Telemetry, Window } from "../../client/telemetry.ts";
import type { Matcher, MatchOp } from "../ast.ts";
import { type LabelSet, labelSet, metricName } from "../labels.ts";
import { wholeValue } from "../matchers.ts";

/** `isNative`: its samples are native histograms; it may have had numbers before. */
export type StoredSeries = { metric: string; labels: LabelSet; isDelta: boolean; isNative: boolean };

/**
 * Series are announced again at least this often while they send; the window is widened by it. Samples as old as the
 * retention are accepted, so a series first heard of today may have a past.
 */
const announceHours = 2;

const conditionOf: Record<MatchOp, (actual: string, value: string) => string> = {
  "=": (actual, value) => `${actual} = ${value}`,
  "!=": (actual, value) => `${actual} != ${value}`,
  "=~": (actual, value) => `match(${actual}, ${value})`,
  "!~": (actual, value) => `NOT match(${actual}, ${value})`,
};

/** Matchers as a condition on `metric_series AS s`; a label that is missing reads as the empty text there too. */
export function matcherCondition(
  matchers: readonly Matcher[],
  scope = "m",
): { sql: string; params: Record<string, Param> } {
  const params: Record<string, Param> = {};
  const conditions = matchers.map((matcher, index) => {
    const value = `${scope}${index}v`;
    params[value] = matcher.op.endsWith("~") ? wholeValue(matcher.value) : matcher.value;
    if (matcher.label === metricName) return conditionOf[matcher.op]("s.metric", `{${value}:String}`);
    const label = `${scope}${index}l`;
    params[label] = matcher.label;
    return conditionOf[matcher.op](`s.labels[{${label}:String}]`, `{${value}:String}`);
  });
  return { sql: conditions.map((text) => `(${text})`).join(" AND ") || "1", params };
}

export type SeriesQuestion = {
  workspaceId: string;
  matchers: readonly Matcher[];
  window: Window;
  timeoutSeconds: number;
  signal: AbortSignal;
};

/** The series that match and may have sent in the window, by id. @throws unavailable, limitReached, invalid */
export async function findSeries(
  telemetry: Telemetry,
  question: SeriesQuestion,
): Promise<Map<bigint, StoredSeries>> {
  const condition = matcherCondition(question.matchers);
  const found = new Map<bigint, StoredSeries>();
  await telemetry.queryBinary({
    name: "promql.series",
    // `toString` because a LowCardinality column is written with its own header otherwise.
    sql: `SELECT toString(s.metric) AS name, series_id, any(s.labels) AS labelMap,
            toUInt8(any(s.temporality) = 'delta') AS isDelta, toUInt8(max(s.kind = 'exponential')) AS isNative
          FROM metric_series AS s
          WHERE workspace_id = {workspaceId:UUID} AND ${condition.sql}
          GROUP BY s.metric, series_id
          HAVING min(first_seen) < ${toTime} + toIntervalDay(max(retention_days))
            AND max(last_seen) >= ${fromTime} - INTERVAL ${announceHours} HOUR`,
    params: condition.params,
    workspaceId: question.workspaceId,
    window: question.window,
    timeoutSeconds: question.timeoutSeconds,
    signal: question.signal,
    consume(bytes) {
      const reader = new BinaryReader(bytes);
      while (
        reader.row(() => {
          const metric = reader.text();
          const id = reader.u64();
          const labels = labelSet([[metricName, metric], ...reader.textMap()]);
          found.set(id, { metric, labels, isDelta: reader.u8() === 1, isNative: reader.u8() === 1 });
          return true;
        })
      );
      return reader.at;
    },
  });
  return found;
}
