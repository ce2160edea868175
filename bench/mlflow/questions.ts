/** What people ask of an experiment with many runs; every answer has the same runs in both servers. */
export const questions: Readonly<Record<string, object>> = {
  "the newest 100": { max_results: 100 },
  "the newest 1,000": { max_results: 1_000 },
  "the best 100 by a metric": { max_results: 100, order_by: ["metrics.accuracy DESC"] },
  "a metric above a bound, best first": {
    max_results: 100,
    filter: "metrics.accuracy > 0.9",
    order_by: ["metrics.accuracy DESC"],
  },
  "a parameter and a tag": { max_results: 100, filter: "params.lr = '0.01' AND tags.team = 'blue'" },
  "part of a parameter": { max_results: 100, filter: "params.model LIKE '%forest%'" },
  "a rare combination": {
    max_results: 100,
    filter: "metrics.loss < 0.01 AND params.depth = '3' AND attributes.status = 'FINISHED'",
  },
  "one run by its parameter": { max_results: 100, filter: "params.seed = '77777'" },
};
