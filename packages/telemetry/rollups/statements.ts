/** Steps between consecutive (time, value) pairs, reset-safe: a value below its predecessor restarted from zero. */
const increaseWithin = (points: string) =>
  `arraySum(arrayMap((p, n) -> if(n.2 >= p.2, n.2 - p.2, n.2), arrayPopBack(${points}), arrayPopFront(${points})))`;

const columns =
  "workspace_id, metric, series_id, bucket, min, max, sum, count, first, first_time, last, last_time, increase, retention_days, version";
const from = "fromUnixTimestamp64Milli({from:Int64}, 'UTC')";
const to = "fromUnixTimestamp64Milli({to:Int64}, 'UTC')";

/** FINAL folds resent samples first; it is off the read path here, over one hour at most. */
export const minutesFromSamples = (condition: string) => `INSERT INTO metric_rollup_1m (${columns})
  SELECT workspace_id, metric, series_id, toStartOfMinute(time) AS bucket,
    min(value), max(value), sum(value), count(),
    argMin(value, time), min(time), argMax(value, time), max(time),
    ${increaseWithin("arraySort(groupArray((toUnixTimestamp64Milli(time), value)))")},
    any(retention_days), now64(3)
  FROM metric_samples FINAL
  WHERE time >= ${from} AND time < ${to} AND NOT isNaN(value) AND (${condition})
  GROUP BY workspace_id, metric, series_id, bucket`;

/** Within an hour the step from one minute to the next counts too, so that hours add up to the whole. */
export const hoursFromMinutes = (condition: string) => `INSERT INTO metric_rollup_1h (${columns})
  SELECT workspace_id, metric, series_id, toStartOfHour(m.bucket) AS hour,
    min(m.min), max(m.max), sum(m.sum), sum(m.count),
    argMin(m.first, m.first_time), min(m.first_time), argMax(m.last, m.last_time), max(m.last_time),
    sum(m.increase) + arraySum(arrayMap((p, n) -> if(n.2 >= p.3, n.2 - p.3, n.2),
      arrayPopBack(arraySort(groupArray((m.bucket, m.first, m.last))) AS minutes), arrayPopFront(minutes))),
    any(m.retention_days), now64(3)
  FROM metric_rollup_1m AS m FINAL
  WHERE m.bucket >= toDateTime(${from}, 'UTC') AND m.bucket < toDateTime(${to}, 'UTC') AND (${condition})
  GROUP BY workspace_id, metric, series_id, hour`;
