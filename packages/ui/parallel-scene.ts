import { valueScale } from "./chart-scale.ts";
import { formatValue } from "./units.ts";

/** A figure or a word; `null`: this line has none here. */
export type ParallelValue = number | string | null;
export type ParallelAxis = { id: string; label: string };
/** One line across all axes; `values` by axis id. */
export type ParallelLine = { id: string; label: string; values: Readonly<Record<string, ParallelValue>> };

/** The part of an axis to keep, in shares of its height from below: 0 … 1. */
export type Kept = readonly [from: number, to: number];

type PlacedAxis = ParallelAxis & {
  kind: "number" | "word";
  xPx: number;
  /** Share of the height from below, 0 … 1; `null` when there is no value. */
  shareOf(value: ParallelValue): number | null;
  ticks: readonly { share: number; label: string }[];
};
export type ParallelScene = {
  axes: readonly PlacedAxis[];
  topPx: number;
  bottomPx: number;
  missingPx: number;
};

const TICKS = 5;
/** More words than this are not named each. */
const WORDS_SHOWN = 12;

/** Places the axes: figures get a scale with round ticks, words stand evenly in the order of reading. */
export function parallelScene(
  axes: readonly ParallelAxis[],
  lines: readonly ParallelLine[],
  { widthPx, heightPx, gutterPx }: { widthPx: number; heightPx: number; gutterPx: number },
): ParallelScene {
  const between = axes.length > 1 ? (widthPx - 2 * gutterPx) / (axes.length - 1) : 0;
  const placed = axes.map((axis, at): PlacedAxis => {
    const values = lines.map((line) => line.values[axis.id] ?? null).filter((value) => value !== null);
    const xPx = axes.length > 1 ? gutterPx + at * between : widthPx / 2;
    const isNumber = values.every((value) => typeof value === "number");
    return { ...axis, xPx, ...(isNumber ? numberScale(values as number[]) : wordScale(values)) };
  });
  return { axes: placed, topPx: 44, bottomPx: heightPx - 36, missingPx: heightPx - 16 };
}

function numberScale(values: readonly number[]): Pick<PlacedAxis, "kind" | "shareOf" | "ticks"> {
  const finite = values.filter(Number.isFinite);
  const low = finite.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = finite.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const { min, max, ticks } = valueScale(low, high, { count: TICKS, unit: "none", includeZero: false });
  const share = (value: number) => Math.min(1, Math.max(0, (value - min) / (max - min)));
  return {
    kind: "number",
    shareOf: (value) => (typeof value === "number" && !Number.isNaN(value) ? share(value) : null),
    ticks: ticks.map((at) => ({ share: share(at), label: formatValue(at) })),
  };
}

function wordScale(values: readonly (number | string)[]): Pick<PlacedAxis, "kind" | "shareOf" | "ticks"> {
  const words = [...new Set(values.map(String))].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  const shares = new Map(
    words.map((word, at) => [word, words.length === 1 ? 0.5 : at / (words.length - 1)] as const),
  );
  const every = Math.ceil(words.length / WORDS_SHOWN);
  return {
    kind: "word",
    shareOf: (value) => (value === null ? null : (shares.get(String(value)) ?? null)),
    ticks: words
      .filter((_, at) => at % every === 0)
      .map((word) => ({ share: shares.get(word) ?? 0, label: word })),
  };
}

export const yOfShare = (scene: ParallelScene, share: number | null): number =>
  share === null ? scene.missingPx : scene.bottomPx - share * (scene.bottomPx - scene.topPx);

/** The line's way across; where it has no value it dips below the axes, so that nothing is invented. */
export function pathOf(scene: ParallelScene, line: ParallelLine): string {
  return scene.axes
    .map((axis, at) => {
      const y = yOfShare(scene, axis.shareOf(line.values[axis.id] ?? null));
      return `${at === 0 ? "M" : "L"}${axis.xPx.toFixed(1)},${y.toFixed(1)}`;
    })
    .join("");
}

/** Whether the line passes through every kept part. One without a value on such an axis does not. */
export function isKept(
  scene: ParallelScene,
  line: ParallelLine,
  kept: Readonly<Record<string, Kept>>,
): boolean {
  return scene.axes.every((axis) => {
    const part = kept[axis.id];
    if (!part) return true;
    const share = axis.shareOf(line.values[axis.id] ?? null);
    return share !== null && share >= part[0] - 1e-9 && share <= part[1] + 1e-9;
  });
}

/** Step 1 … 5 of the one-hue ramp for a share; weaker steps are too pale for a thin line, so 2 is the first. */
export function rampColor(share: number | null): string {
  if (share === null) return "var(--color-ink-3)";
  return `var(--color-ramp-${2 + Math.min(3, Math.floor(share * 4))})`;
}
