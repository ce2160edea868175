/** Weights as they stand in the form; the bar and the check read the same numbers. */
export type Weighted = Readonly<{ key: string; weight: string }>;

const weightOf = (text: string): number => (text.trim() === "" ? Number.NaN : Number(text));

/** What is wrong with the shares, or null. One target alone takes everything, whatever it says. */
export function faultInShares(targets: readonly Weighted[]): string | null {
  if (targets.length <= 1) return null;
  let sum = 0;
  for (const { weight } of targets) {
    const value = weightOf(weight);
    if (!Number.isFinite(value) || value < 0 || value > 100)
      return "Each share must be a number from 0 to 100";
    sum += value;
  }
  const shown = Math.round(sum * 100) / 100;
  return Math.abs(sum - 100) > 0.01 ? `Shares must add up to 100 %; these make ${shown} %` : null;
}

/** Per cent of each, for the bar: what cannot be read takes no room. */
export function widthsOf(targets: readonly Weighted[]): number[] {
  if (targets.length === 1) return [100];
  const values = targets.map(({ weight }) => Math.max(0, weightOf(weight) || 0));
  const sum = Math.max(100, ...[values.reduce((all, one) => all + one, 0)]);
  return values.map((value) => (value / sum) * 100);
}

/** The same for everybody; what does not divide goes to the first ones, in whole per cent. */
export function equalShares(count: number): number[] {
  const each = Math.floor(100 / count);
  const rest = 100 - each * count;
  return Array.from({ length: count }, (_, index) => each + (index < rest ? 1 : 0));
}
