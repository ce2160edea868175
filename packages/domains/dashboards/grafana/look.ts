import type { PanelOptions, Threshold } from "../schemas.ts";
import { type Json, numberAt, objectsAt, textAt } from "./read.ts";

type Unit = PanelOptions["unit"];

const unitByName: Readonly<Record<string, Unit>> = {
  none: "none",
  short: "none",
  sishort: "none",
  string: "none",
  locale: "count",
  percent: "percent",
  percentunit: "ratio",
  bytes: "bytes",
  decbytes: "bytes",
  Bps: "bytesPerSecond",
  binBps: "bytesPerSecond",
  bits: "bits",
  decbits: "bits",
  bps: "bitsPerSecond",
  binbps: "bitsPerSecond",
  s: "seconds",
  dtdurations: "seconds",
  clocks: "seconds",
  ms: "milliseconds",
  dtdurationms: "milliseconds",
  µs: "microseconds",
  ns: "nanoseconds",
  hertz: "hertz",
  rothz: "hertz",
  celsius: "celsius",
  currencyUSD: "usd",
  ops: "perSecond",
  reqps: "perSecond",
  rps: "perSecond",
  wps: "perSecond",
  iops: "perSecond",
  eps: "perSecond",
  mps: "perSecond",
  cps: "perSecond",
  pps: "perSecond",
};

/** Null when Triops has no such unit. */
export function unitOf(name: string): Unit | null {
  if (name === "") return "none";
  return Object.hasOwn(unitByName, name) ? (unitByName[name] ?? null) : null;
}

/** Grafana colours freely; here a colour says how bad it is. */
export function levelOf(color: string): Threshold["level"] | null {
  const name = color.toLowerCase();
  if (/green/.test(name)) return "ok";
  if (/red/.test(name)) return "sev1";
  if (/orange/.test(name)) return "sev2";
  if (/yellow/.test(name)) return "sev3";
  if (/blue|purple/.test(name)) return "sev4";
  const rgb = rgbOf(name);
  if (!rgb) return null;
  const [r, g, b] = rgb;
  if (Math.max(r, g, b) - Math.min(r, g, b) < 30) return null;
  if (b >= r && b >= g) return "sev4";
  if (g >= r) return "ok";
  return g > 0.75 * r ? "sev3" : g > 0.4 * r ? "sev2" : "sev1";
}

function rgbOf(color: string): [number, number, number] | null {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/.exec(color);
  if (hex) return [1, 2, 3].map((at) => Number.parseInt(hex[at] ?? "0", 16)) as [number, number, number];
  const rgb = /^rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})/.exec(color);
  return rgb ? [Number(rgb[1]), Number(rgb[2]), Number(rgb[3])] : null;
}

/** The steps of `fieldConfig.defaults.thresholds`. Without numbers, or all of one kind, they say nothing. */
export function thresholdsOf(config: Json, range: { min: number | null; max: number | null }): Threshold[] {
  const steps = objectsAt(config, "steps");
  const scale =
    textAt(config, "mode") === "percentage"
      ? (value: number) => (range.min ?? 0) + (value / 100) * ((range.max ?? 100) - (range.min ?? 0))
      : (value: number) => value;
  const numbers = steps.map((step) => numberAt(step, "value"));
  const first = numbers.find((value) => value !== null);
  if (first === undefined || first === null) return [];
  return steps
    .flatMap((step, at): Threshold[] => {
      const level = levelOf(textAt(step, "color"));
      if (!level) return [];
      const value = numbers[at];
      // The step without a number holds below all others.
      if (value === null || value === undefined)
        return [{ value: range.min ?? (first > 0 ? 0 : -1e15), level }];
      return [{ value: scale(value), level }];
    })
    .sort((a, b) => a.value - b.value)
    .slice(0, 10);
}

const reducerByCalc: Readonly<Record<string, PanelOptions["reduce"]>> = {
  last: "last",
  lastNotNull: "last",
  current: "last",
  mean: "avg",
  avg: "avg",
  min: "min",
  max: "max",
  sum: "sum",
  total: "sum",
  first: "first",
  firstNotNull: "first",
  count: "count",
  diff: "change",
  delta: "change",
  range: "change",
};

export function reducerOf(calc: string): PanelOptions["reduce"] | null {
  return Object.hasOwn(reducerByCalc, calc) ? (reducerByCalc[calc] ?? null) : null;
}
