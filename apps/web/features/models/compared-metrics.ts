/** Latest value per metric, by name. */
export type MetricValues = Readonly<Record<string, number>>;

export type ComparedMetric = {
  name: string;
  value: number | null;
  champion: number | null;
  /** How the value stands to the champion's: relative change, null when either is missing or the champion's is 0. */
  change: number | null;
  /** "unknown" when the name does not tell which way is good. */
  verdict: "better" | "worse" | "equal" | "unknown";
};

const lowerIsBetter =
  /(^|[_\W])(loss|error|err|mae|mse|rmse|mape|msle|rmsle|log_loss|brier|latency|perplexity|wer|cer)($|[_\W])/i;
const higherIsBetter =
  /(^|[_\W])(acc|accuracy|auc|roc_auc|f1|f1_score|precision|recall|r2|r2_score|score|ndcg|map|bleu|rouge|iou|sharpe)($|[_\W])/i;

/** Which way a metric is better, as far as its usual name tells: "val_rmse" lower, "roc_auc" higher. */
export function directionOf(name: string): "higher" | "lower" | null {
  if (lowerIsBetter.test(name)) return "lower";
  return higherIsBetter.test(name) ? "higher" : null;
}

/** Every metric of either side by name; those that both have come first. */
export function comparedMetrics(version: MetricValues, champion: MetricValues | null): ComparedMetric[] {
  const names = [...new Set([...Object.keys(version), ...Object.keys(champion ?? {})])];
  const rows = names.map((name): ComparedMetric => {
    const value = version[name] ?? null;
    const other = champion?.[name] ?? null;
    const both = value !== null && other !== null;
    return {
      name,
      value,
      champion: other,
      change: both && other !== 0 ? (value - other) / Math.abs(other) : null,
      verdict: both ? verdictOf(name, value, other) : "unknown",
    };
  });
  const one = (row: ComparedMetric) =>
    Number(row.value === null || (champion !== null && row.champion === null));
  return rows.sort((a, b) => one(a) - one(b) || (a.name < b.name ? -1 : 1));
}

function verdictOf(name: string, value: number, other: number): ComparedMetric["verdict"] {
  if (value === other) return "equal";
  const direction = directionOf(name);
  if (direction === null) return "unknown";
  return value > other === (direction === "higher") ? "better" : "worse";
}
