/** How well a grouping of lines agrees with the right one. */
export type Accuracy = {
  lines: number;
  /** Share of lines whose group has exactly the lines of the right group. */
  grouping: number;
  /** F1 of groups: harmonic mean of the shares of found and of right groups that are the same. */
  groupF1: number;
  found: number;
  right: number;
};

/** Compares two labels per line, in order. */
export function accuracyOf(found: readonly string[], right: readonly string[]): Accuracy {
  const lines = Math.min(found.length, right.length);
  const foundSizes = sizes(found.slice(0, lines));
  const rightSizes = sizes(right.slice(0, lines));
  const pairs = new Map<string, { size: number; found: string; right: string }>();
  for (let i = 0; i < lines; i++) {
    const key = `${found[i]}\n${right[i]}`;
    const pair = pairs.get(key) ?? { size: 0, found: found[i] as string, right: right[i] as string };
    pair.size++;
    pairs.set(key, pair);
  }
  let same = 0;
  let sameLines = 0;
  for (const pair of pairs.values()) {
    if (pair.size !== foundSizes.get(pair.found) || pair.size !== rightSizes.get(pair.right)) continue;
    same++;
    sameLines += pair.size;
  }
  const groupF1 = same === 0 ? 0 : (2 * same) / (foundSizes.size + rightSizes.size);
  return {
    lines,
    grouping: lines === 0 ? 1 : sameLines / lines,
    groupF1,
    found: foundSizes.size,
    right: rightSizes.size,
  };
}

function sizes(labels: readonly string[]): Map<string, number> {
  const counted = new Map<string, number>();
  for (const label of labels) counted.set(label, (counted.get(label) ?? 0) + 1);
  return counted;
}
