/** How the series of a group become one line. Apart from the schemas, for browsers. */
export const aggregates = [
  "avg",
  "min",
  "max",
  "sum",
  "count",
  "p50",
  "p95",
  "p99",
  "rate",
  "increase",
] as const;
export type Aggregate = (typeof aggregates)[number];
