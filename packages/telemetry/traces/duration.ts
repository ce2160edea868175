import { invalid } from "@triops/kernel/errors";

const nsPerUnit: Record<string, number> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  min: 60e9,
  h: 3_600e9,
};
/** A span lasts at most so long: about 104 days, what a number counts in nanoseconds exactly. */
const nsMax = Number.MAX_SAFE_INTEGER;

/** `500ms`, `1.5s`, `2m`, `250us`; a plain number counts milliseconds. Whole nanoseconds as digits. @throws invalid */
export function durationNs(value: string): string {
  const match = /^(\d{1,15}(?:\.\d{1,9})?)\s*(ns|us|µs|μs|ms|s|m|min|h)?$/.exec(value.trim());
  const ns = match ? Math.round(Number(match[1]) * (nsPerUnit[match[2] ?? "ms"] ?? 1)) : Number.NaN;
  if (!(ns <= nsMax))
    throw invalid(
      `A duration is a number with a unit such as 250us, 500ms, 1.5s or 2m, not "${value.slice(0, 80)}"`,
    );
  return String(ns);
}
