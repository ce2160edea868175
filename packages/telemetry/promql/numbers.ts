/** A sample's value as Prometheus' JSON has it: shortest form that reads back equal. */
export function sampleText(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (value === Infinity) return "+Inf";
  if (value === -Infinity) return "-Inf";
  return Object.is(value, -0) ? "-0" : String(value);
}

/** Without an exponent, whatever the size: values of labels that `count_values` makes. */
export function plainText(value: number): string {
  const text = sampleText(value);
  const found = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (!found) return text;
  const [, sign = "", lead = "", rest = "", power = "0"] = found;
  const exponent = Number(power);
  const digits = lead + rest;
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  return sign + digits.padEnd(exponent + 1, "0");
}

/**
 * Sum with the lost low-order bits kept apart (Neumaier's variant of Kahan's), as Prometheus adds, so that long sums
 * of unequal sizes agree with it.
 */
export class Sum {
  total = 0;
  lost = 0;

  add(value: number): void {
    const next = this.total + value;
    if (!Number.isFinite(next)) this.lost = 0;
    else if (Math.abs(this.total) >= Math.abs(value)) this.lost += this.total - next + value;
    else this.lost += value - next + this.total;
    this.total = next;
  }

  get value(): number {
    return Number.isFinite(this.total) ? this.total + this.lost : this.total;
  }
}

/** The mean; computed step by step when the plain sum would overflow. */
export function meanOf(values: Float64Array, from: number, to: number): number {
  const sum = new Sum();
  for (let at = from; at < to; at++) sum.add(values[at] ?? 0);
  const count = to - from;
  if (Number.isFinite(sum.total)) return sum.total / count + sum.lost / count;
  if (!values.subarray(from, to).every(Number.isFinite)) return sum.total;
  let mean = 0;
  for (let at = from; at < to; at++) mean += (values[at] ?? 0) / count;
  return mean;
}

/**
 * The φ-quantile of numbers as Prometheus takes it: linear between the two nearest ranks, NaN counted as the least.
 * Sorts `values` in place.
 */
export function quantileOf(q: number, values: Float64Array): number {
  const count = values.length;
  if (count === 0 || Number.isNaN(q)) return Number.NaN;
  if (q < 0) return -Infinity;
  if (q > 1) return Infinity;
  // Typed arrays sort NaN to the end.
  values.sort();
  let nan = 0;
  while (nan < count && Number.isNaN(values[count - 1 - nan])) nan++;
  const at = (index: number) => (index < nan ? Number.NaN : (values[index - nan] ?? Number.NaN));
  const rank = q * (count - 1);
  const lower = Math.max(0, Math.floor(rank));
  const upper = Math.min(count - 1, lower + 1);
  const weight = rank - Math.floor(rank);
  // An infinity beside it must not spoil a value that is met exactly.
  if (weight === 0) return at(lower);
  return at(lower) * (1 - weight) + at(upper) * weight;
}

/** Mean of squared distances from the mean (Welford). */
export function varianceOf(values: Float64Array, from: number, to: number): number {
  let mean = 0;
  let squares = 0;
  let count = 0;
  for (let at = from; at < to; at++) {
    count++;
    const value = values[at] ?? 0;
    const distance = value - mean;
    mean += distance / count;
    squares += distance * (value - mean);
  }
  return squares / count;
}
