import { type Across, acrossTicks } from "./chart-across.ts";
import { column, isolated, stack, unionTimes, withGaps } from "./chart-data.ts";
import { valueScale } from "./chart-scale.ts";
import type {
  ChartArea,
  ChartBand,
  ChartFrame,
  ChartLine,
  ChartPoint,
  ChartRange,
  ChartScene,
  ChartSeries,
  ChartThreshold,
} from "./chart-types.ts";
import type { SeriesColor } from "./series-colors.ts";
import { formatValue, type Unit } from "./units.ts";

export type SceneInput = {
  series: readonly ChartSeries[];
  bands: readonly ChartBand[];
  thresholds: readonly ChartThreshold[];
  colors: ReadonlyMap<string, SeriesColor>;
  unit: Unit;
  range: ChartRange | undefined;
  stepMs: number | undefined;
  stacked: boolean;
  area: boolean;
  includeZero: boolean;
  /** Limits by hand, e.g. 0 … 100 for a share. */
  limits: { min?: number; max?: number } | undefined;
  /** Room beside the value axis, so that charts one above the other share their times. */
  labelCharsMin?: number | undefined;
  highlight: string | null;
  across?: Across;
  zone: string;
  widthPx: number;
  heightPx: number;
};

export type Dot = { id: string; color: string; atMs: number; value: number };
export type BuiltScene = { scene: ChartScene; frame: ChartFrame; dots: Dot[] };

const BAND_OPACITY = 0.14;
const STACK_OPACITY = 0.55;
const LABEL_PX = 6.4; // a digit of the 11 px axis type
/** A threshold farther away than this many heights of the data does not squash the data. */
const THRESHOLD_REACH = 1.5;

type Values = readonly (number | null | undefined)[];

function extent(lists: readonly Values[]): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const list of lists) {
    for (const value of list) {
      if (value === null || value === undefined) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return [low, high];
}

/** Decides everything an engine paints: aligned columns, colours, limits, ticks, margins. */
export function buildScene(input: SceneInput): BuiltScene {
  const points = new Map<string, readonly ChartPoint[]>(
    input.series.map((one) => [one.id, withGaps(one.points, input.stepMs)]),
  );
  const times = unionTimes([...points.values(), ...input.bands.map((band) => band.points)]);
  const lines: ChartLine[] = [];
  const areas: ChartArea[] = [];
  const dots: Dot[] = [];

  for (const band of input.bands) {
    areas.push({
      id: `band-${band.id}`,
      color: (band.seriesId && input.colors.get(band.seriesId)?.color) || "var(--color-ink-3)",
      opacity: BAND_OPACITY,
      lower: column(band.points, times, (point) => point[1]),
      upper: column(band.points, times, (point) => point[2]),
    });
  }

  const columns = input.series.map((one) => column(points.get(one.id) ?? [], times, (point) => point[1]));
  const stacks = input.stacked ? stack(columns) : null;
  input.series.forEach((one, at) => {
    const look = input.colors.get(one.id);
    const color = one.comparison ? "var(--color-ink-3)" : (look?.color ?? "var(--color-series-1)");
    const faded = input.highlight !== null && input.highlight !== one.id;
    const values: Values = stacks ? (stacks[at]?.upper ?? []) : (columns[at] ?? []);
    if (stacks) {
      areas.push({ id: one.id, color, opacity: faded ? 0.15 : STACK_OPACITY, ...stacks[at]! });
    } else if (one.points.some((point) => typeof point[2] === "number" && typeof point[3] === "number")) {
      const list = points.get(one.id) ?? [];
      areas.push({
        id: `range-${one.id}`,
        color,
        opacity: faded ? 0.04 : BAND_OPACITY,
        lower: column(list, times, (point) => point[2] ?? point[1]),
        upper: column(list, times, (point) => point[3] ?? point[1]),
      });
    } else if (input.area && !one.comparison) {
      areas.push({
        id: `area-${one.id}`,
        color,
        opacity: faded ? 0.04 : BAND_OPACITY,
        lower: values.map((value) => (value === null || value === undefined ? value : 0)),
        upper: values,
      });
    }
    lines.push({
      id: one.id,
      // Stacked areas meet: a line in the surface colour keeps neighbours apart.
      color: stacks ? "var(--color-bg)" : color,
      dash: stacks ? null : one.comparison ? [4, 3] : (look?.dash ?? null),
      widthPx: stacks ? 1 : faded ? 1 : input.highlight === one.id ? 2.5 : 1.5,
      values,
    });
    if (!stacks) {
      for (const index of isolated(values))
        dots.push({ id: one.id, color, atMs: times[index]!, value: values[index]! });
    }
  });

  const [dataLow, dataHigh] = extent([
    ...lines.map((line) => line.values),
    ...areas.map((area) => area.lower),
    ...areas.map((area) => area.upper),
  ]);
  let low = dataLow;
  let high = dataHigh;
  const reach =
    THRESHOLD_REACH * Math.max(dataHigh - Math.min(dataLow, input.includeZero ? 0 : dataLow), 1e-12);
  for (const { value } of input.thresholds) {
    if (!Number.isFinite(dataHigh) || (value > dataHigh && value - dataHigh <= reach))
      high = Math.max(high, value);
    if (!Number.isFinite(dataLow) || (value < dataLow && dataLow - value <= reach))
      low = Math.min(low, value);
  }
  const plotHeightPx = input.heightPx - 32;
  const scale = valueScale(input.limits?.min ?? low, input.limits?.max ?? high, {
    count: Math.max(2, Math.min(6, Math.round(plotHeightPx / 44))),
    unit: input.unit,
    includeZero: input.includeZero,
  });
  const yTicks = scale.ticks.map((at) => ({ at, label: formatValue(at, input.unit) }));
  const labelChars = Math.max(...yTicks.map(({ label }) => label.length), 3, input.labelCharsMin ?? 0);
  const leftPx = Math.ceil(labelChars * LABEL_PX) + 14;
  const frame: ChartFrame = { leftPx, rightPx: 12, topPx: 10, bottomPx: 22 };

  const min = input.range?.fromMs ?? times[0] ?? 0;
  const max = input.range?.toMs ?? times.at(-1) ?? 1;
  const span = max > min ? max : min + 1;
  const plotWidthPx = Math.max(1, input.widthPx - leftPx - frame.rightPx);
  const ticksMax = Math.max(2, Math.floor(plotWidthPx / 84));
  const xTicks = acrossTicks(input.across ?? "time", min, span, ticksMax, input.zone)
    // A label at the very edge would be cut.
    .filter(
      ({ at }) =>
        ((at - min) / (span - min)) * plotWidthPx > 4 && ((span - at) / (span - min)) * plotWidthPx > 4,
    );

  return {
    scene: { times, lines, areas, x: { min, max: span, ticks: xTicks }, y: { ...scale, ticks: yTicks } },
    frame,
    dots,
  };
}
