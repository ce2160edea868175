import { compareLabels, keyOf, type LabelSet, labelValue } from "./labels.ts";
import { matchAll } from "./matchers.ts";
import type { NativeHistogram } from "./native/histogram.ts";
import { type SelectedSamples, type Selection, type Storage, setStaleAt } from "./storage.ts";

/** `stale` ends a series; null leaves the time out. */
export type Point = readonly [timeMs: number, value: number | NativeHistogram | "stale"];

/** Samples in memory: everything is computed by the engine itself. For tests. */
export class MemoryStorage implements Storage {
  readonly grids = new Set<never>();
  readonly #series = new Map<string, { labels: LabelSet; points: Map<number, Point[1]> }>();

  add(labels: LabelSet, points: readonly Point[]): void {
    const key = keyOf(labels);
    const series = this.#series.get(key) ?? { labels, points: new Map() };
    for (const [timeMs, value] of points) series.points.set(timeMs, value);
    this.#series.set(key, series);
  }

  all(): { labels: LabelSet; points: Point[] }[] {
    return [...this.#series.values()].map(({ labels, points }) => ({ labels, points: [...points] }));
  }

  async selectSamples(selection: Selection): Promise<SelectedSamples[]> {
    const matches = matchAll(selection.matchers);
    const afterMs = selection.startMs - selection.windowMs;
    const untilMs = selection.startMs + (selection.steps - 1) * selection.stepMs;
    const found: SelectedSamples[] = [];
    for (const { labels, points } of this.#series.values()) {
      if (!matches((name) => labelValue(labels, name))) continue;
      const inside = [...points]
        .filter(([time]) => time > afterMs && time <= untilMs)
        .sort(([a], [b]) => a - b);
      if (inside.length === 0) continue;
      const numbers = inside.filter(([, value]) => typeof value !== "object");
      const values = Float64Array.from(numbers, ([, value]) => (typeof value === "number" ? value : 0));
      const bits = new Uint32Array(values.buffer);
      numbers.forEach(([, value], index) => {
        if (value === "stale") setStaleAt(bits, index);
      });
      const timesOf = (points: readonly Point[]) => Float64Array.from(points, ([time]) => time);
      const others = inside.filter(([, value]) => typeof value === "object");
      const histograms = others.map(([, value]) => value as NativeHistogram);
      found.push({
        labels,
        isDelta: false,
        times: timesOf(numbers),
        values,
        ...(others.length > 0 ? { native: { times: timesOf(others), histograms } } : {}),
      });
    }
    return found.sort((a, b) => compareLabels(a.labels, b.labels));
  }

  async selectGrid(): Promise<never> {
    throw new Error("This storage computes no grids");
  }
}
