const degrees = 180 / Math.PI;

/** Functions of one value that Prometheus applies to every sample. */
export const elementwise: ReadonlyMap<string, (value: number) => number> = new Map([
  ["abs", Math.abs],
  ["acos", Math.acos],
  ["acosh", Math.acosh],
  ["asin", Math.asin],
  ["asinh", Math.asinh],
  ["atan", Math.atan],
  ["atanh", Math.atanh],
  ["ceil", Math.ceil],
  ["cos", Math.cos],
  ["cosh", Math.cosh],
  ["deg", (value: number) => value * degrees],
  ["exp", Math.exp],
  ["floor", Math.floor],
  ["ln", Math.log],
  ["log10", Math.log10],
  ["log2", Math.log2],
  ["rad", (value: number) => value / degrees],
  ["sgn", Math.sign],
  ["sin", Math.sin],
  ["sinh", Math.sinh],
  ["sqrt", Math.sqrt],
  ["tan", Math.tan],
  ["tanh", Math.tanh],
]);

const dateOf = (seconds: number) => new Date(Math.trunc(seconds) * 1_000);

/** Parts of a UTC date; the value is seconds since the epoch. NaN for times no calendar reaches. */
export const dateParts: ReadonlyMap<string, (seconds: number) => number> = new Map([
  ["minute", (seconds: number) => dateOf(seconds).getUTCMinutes()],
  ["hour", (seconds: number) => dateOf(seconds).getUTCHours()],
  ["day_of_week", (seconds: number) => dateOf(seconds).getUTCDay()],
  ["day_of_month", (seconds: number) => dateOf(seconds).getUTCDate()],
  [
    "day_of_year",
    (seconds: number) => {
      const date = dateOf(seconds);
      const newYear = new Date(date);
      newYear.setUTCMonth(0, 1);
      return Math.round((date.getTime() - newYear.getTime()) / 86_400_000) + 1;
    },
  ],
  [
    "days_in_month",
    (seconds: number) => {
      const date = dateOf(seconds);
      date.setUTCDate(1);
      date.setUTCMonth(date.getUTCMonth() + 1);
      date.setUTCDate(0);
      return date.getUTCDate();
    },
  ],
  ["month", (seconds: number) => dateOf(seconds).getUTCMonth() + 1],
  ["year", (seconds: number) => dateOf(seconds).getUTCFullYear()],
]);

/** Functions with scalar limits; undefined: no sample. */
export const bounded: ReadonlyMap<string, (value: number, args: readonly number[]) => number | undefined> =
  new Map([
    [
      "clamp",
      (value: number, [min = Number.NaN, max = Number.NaN]: readonly number[]) =>
        max < min ? undefined : Math.max(min, Math.min(max, value)),
    ],
    ["clamp_min", (value: number, [min = Number.NaN]: readonly number[]) => Math.max(min, value)],
    ["clamp_max", (value: number, [max = Number.NaN]: readonly number[]) => Math.min(max, value)],
    [
      "round",
      (value: number, [nearest = 1]: readonly number[]) => {
        // Dividing by the inverse keeps round(x, 0.1) at the double nearest to the decimal.
        const inverse = 1 / nearest;
        return Math.floor(value * inverse + 0.5) / inverse;
      },
    ],
  ]);

/** Go's power: one to any power and minus one to an infinite one are 1, where JavaScript says NaN. */
export function power(base: number, exponent: number): number {
  if (base === 1) return 1;
  if (base === -1 && Math.abs(exponent) === Infinity) return 1;
  return base ** exponent;
}
