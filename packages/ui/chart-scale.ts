import type { Unit } from "./units.ts";

const SECOND_STEPS = [
  60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800,
];
const PER_SECOND: Partial<Record<Unit, number>> = {
  seconds: 1,
  milliseconds: 1e3,
  microseconds: 1e6,
  nanoseconds: 1e9,
};

/** A round step of at least `rough`, round in the way people read this unit. */
export function niceStep(rough: number, unit: Unit): number {
  if (!(rough > 0)) return 1;
  if (unit === "bytes" || unit === "bytesPerSecond") {
    const power = 1024 ** Math.max(0, Math.floor(Math.log2(rough) / 10));
    const rest = rough / power;
    if (rest > 1) return 2 ** Math.ceil(Math.log2(rest)) * power;
    return power;
  }
  const perSecond = PER_SECOND[unit];
  if (perSecond !== undefined && rough / perSecond > 30) {
    const step = SECOND_STEPS.find((seconds) => seconds >= rough / perSecond);
    if (step !== undefined) return step * perSecond;
  }
  const power = 10 ** Math.floor(Math.log10(rough));
  const rest = rough / power;
  const factor = rest <= 1 ? 1 : rest <= 2 ? 2 : rest <= 2.5 ? 2.5 : rest <= 5 ? 5 : 10;
  return factor * power;
}

export type Scale = { min: number; max: number; ticks: number[] };

/** Limits and ticks that hold `lowest … highest`, with zero when `includeZero`. */
export function valueScale(
  lowest: number,
  highest: number,
  { count, unit, includeZero }: { count: number; unit: Unit; includeZero: boolean },
): Scale {
  let low = includeZero ? Math.min(0, lowest) : lowest;
  let high = includeZero ? Math.max(0, highest) : highest;
  if (!Number.isFinite(low) || !Number.isFinite(high)) {
    low = 0;
    high = 1;
  }
  if (low === high) {
    // A flat line stands in the middle, or above zero.
    const room = Math.abs(low) || 1;
    high += room * (includeZero && low === 0 ? 1 : 0.5);
    if (!includeZero || low !== 0) low -= includeZero ? 0 : room * 0.5;
  }
  const step = niceStep((high - low) / Math.max(1, count), unit);
  const min = Math.floor(low / step + 1e-9) * step;
  const max = Math.ceil(high / step - 1e-9) * step;
  const ticks: number[] = [];
  // Counting steps instead of adding keeps 0.1 + 0.2 out of the labels.
  for (let index = 0; index <= Math.round((max - min) / step); index++) {
    ticks.push(Number((min + index * step).toPrecision(12)));
  }
  return { min, max, ticks };
}
