type Answers = {
  role: string;
  variant: string;
  modelVersion: string;
  outputName: string;
  numbers: readonly number[];
  labels: ReadonlyMap<string, number>;
};

const binsMax = 30;
const labelsMax = 20;

/**
 * Answers of several variants over the same bins, so that they can be laid over each other. Numbers: equal bins between
 * the 1st and the 99th percentile of all, with the rest in the outer ones. Labels: the most frequent of all.
 */
export function distributionOf(answers: readonly Answers[]) {
  const name = answers.find(({ outputName }) => outputName !== "")?.outputName ?? "";
  const numbers = answers.flatMap((one) => one.numbers);
  if (numbers.length > 0) {
    const edges = edgesOf(numbers);
    return {
      name,
      kind: "number" as const,
      edges,
      labels: [],
      variants: answers.map((one) => ({
        ...sideOf(one, one.numbers.length),
        shares: sharesOf(one.numbers, edges),
        mean:
          one.numbers.length === 0 ? null : one.numbers.reduce((sum, n) => sum + n, 0) / one.numbers.length,
      })),
    };
  }
  const totals = new Map<string, number>();
  for (const { labels } of answers)
    for (const [label, count] of labels) totals.set(label, (totals.get(label) ?? 0) + count);
  const labels = [...totals]
    .sort((a, b) => b[1] - a[1])
    .slice(0, labelsMax)
    .map(([label]) => label);
  return {
    name,
    kind: labels.length > 0 ? ("label" as const) : ("none" as const),
    edges: [],
    labels,
    variants: answers.map((one) => {
      const samples = [...one.labels.values()].reduce((sum, count) => sum + count, 0);
      const shares = labels.map((label) => (samples === 0 ? 0 : (one.labels.get(label) ?? 0) / samples));
      return { ...sideOf(one, samples), shares, mean: null };
    }),
  };
}

const sideOf = ({ role, variant, modelVersion }: Answers, samples: number) => ({
  role,
  variant,
  version: modelVersion,
  samples,
});

function edgesOf(numbers: readonly number[]): number[] {
  const sorted = Float64Array.from(numbers).sort();
  const at = (q: number) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] as number;
  const low = at(0.01);
  const high = at(0.99);
  const distinct = new Set(sorted).size;
  if (distinct === 1 || low === high) return [low, low + Math.max(Math.abs(low), 1) * 1e-9];
  const bins = Math.min(binsMax, Math.max(5, Math.ceil(Math.log2(sorted.length)) + 1));
  return Array.from({ length: bins + 1 }, (_, i) => low + ((high - low) * i) / bins);
}

function sharesOf(numbers: readonly number[], edges: readonly number[]): number[] {
  const bins = edges.length - 1;
  const counts = new Array<number>(bins).fill(0);
  const low = edges[0] as number;
  const width = ((edges[bins] as number) - low) / bins;
  for (const number of numbers) {
    const bin = Math.min(bins - 1, Math.max(0, Math.floor((number - low) / width)));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts.map((count) => (numbers.length === 0 ? 0 : count / numbers.length));
}
