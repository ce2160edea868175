"use client";
import { ChartLine, Download, Table2 } from "lucide-react";
import {
  lazy,
  type ReactNode,
  Suspense,
  useDeferredValue,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from "react";
import { IconButton } from "./button.tsx";
import { type Across, acrossHeading, acrossNote } from "./chart-across.ts";
import { chooseEngine, column, unionTimes } from "./chart-data.ts";
import { ChartLegend } from "./chart-legend.tsx";
import { ChartLegendList } from "./chart-legend-list.tsx";
import { ChartOverlay } from "./chart-overlay.tsx";
import { buildScene } from "./chart-scene.ts";
import { summarise } from "./chart-summary.ts";
import { ChartTable } from "./chart-table.tsx";
import type {
  ChartBand,
  ChartMarker,
  ChartRange,
  ChartSeries,
  ChartShading,
  ChartThreshold,
} from "./chart-types.ts";
import { cn } from "./class-names.ts";
import { downloadCsv } from "./csv.ts";
import { Refreshing } from "./data-states.tsx";
import { useNow } from "./now.ts";
import { assignColors } from "./series-colors.ts";
import { Skeleton } from "./skeleton.tsx";
import { formatDuration, type Unit, unitLabel } from "./units.ts";
import { useZone } from "./zone.tsx";

export type {
  ChartBand,
  ChartMarker,
  ChartRange,
  ChartSeries,
  ChartShading,
  ChartThreshold,
} from "./chart-types.ts";

const SvgEngine = lazy(() => import("./chart-engine-recharts.tsx"));
const CanvasEngine = lazy(() => import("./chart-engine-uplot.tsx"));

const NONE: readonly never[] = [];

export type TimeChartProps = {
  title: string;
  series: readonly ChartSeries[];
  unit?: Unit;
  /** What the axis spans; without it the first and last point. */
  range?: ChartRange;
  bands?: readonly ChartBand[];
  thresholds?: readonly ChartThreshold[];
  markers?: readonly ChartMarker[];
  shadings?: readonly ChartShading[];
  /** What the points' first figure is, when not an instant: a step, or ms since a start. */
  across?: Across;
  /** Width of a bucket. Points farther apart than one and a half of it are a gap. */
  stepMs?: number;
  /** How a bucket was reduced: "avg, with min and max". */
  reducer?: string;
  /** Number of series that exist, when more than are shown. */
  totalSeries?: number;
  /** Sample size or another remark for the footnote. */
  note?: ReactNode;
  /** Drag or Shift+arrows and Enter choose a range. */
  onRangeChange?: (range: ChartRange) => void;
  /** New points keep coming: painted on canvas. */
  live?: boolean;
  stacked?: boolean;
  /** Fills below the line; suits a single series. */
  area?: boolean;
  /** `false` where zero has no meaning (temperature); default true. */
  includeZero?: boolean;
  /** Limits of the axis by hand, e.g. `{min: 0, max: 100}`. */
  limits?: { min?: number; max?: number };
  /** Characters to leave for the value axis: charts one above the other then share their times. */
  labelCharsMin?: number;
  heightPx?: number;
  /** `list`: names and newest values in a line or two, for small charts. */
  legend?: "table" | "list" | "none";
  /** Only plot and legend: the panel around it has title, table and file in its own menu. */
  bare?: boolean;
  /** Keeps title and summary for screen readers only: inside a card that already has them. */
  hideTitle?: boolean;
  hideSummary?: boolean;
  actions?: ReactNode;
  loading?: boolean;
  refreshing?: boolean;
  /** `ErrorState` instead of the plot. */
  error?: ReactNode;
  /** What to show when there is no point at all. */
  empty?: ReactNode;
  headingLevel?: 2 | 3 | 4;
  className?: string;
};

/** Lines over time with their band, limits, events, figures, table and file. One contract, two engines. */
export function TimeChart(props: TimeChartProps) {
  const {
    title,
    series,
    unit = "none",
    across = "time",
    heightPx = 240,
    headingLevel = 3,
    legend = "table",
    bare = false,
  } = props;
  const { zone } = useZone();
  const nowMs = useNow();
  const headingId = useId();
  const [asTable, setAsTable] = useState(false);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [highlight, setHighlight] = useState<string | null>(null);
  const shown = useMemo(() => series.filter((one) => !hidden.has(one.id)), [series, hidden]);
  const colors = useMemo(() => assignColors(series.filter((one) => !one.comparison)), [series]);
  const summary = useMemo(
    () => summarise(shown, { unit, across, zone, nowMs }),
    [shown, unit, across, zone, nowMs],
  );
  const hasPoints = series.some((one) => one.points.length > 0);
  // A bare chart is inside something that has the heading.
  const Heading = bare ? "p" : (`h${headingLevel}` as const);

  function onDownload() {
    const times = unionTimes(series.map((one) => one.points));
    const columns = series.map((one) => column(one.points, times, (point) => point[1]));
    const head = [acrossHeading[across].toLowerCase(), ...series.map((one) => one.label)];
    const body = times.map((timeMs, index) => [
      across === "time" ? new Date(timeMs).toISOString() : timeMs,
      ...columns.map((values) => values[index] ?? null),
    ]);
    downloadCsv(`${title.replaceAll(/[^\w-]+/g, "-").toLowerCase()}.csv`, [head, ...body]);
  }

  const presentCount = series.filter((one) => !one.comparison).length;
  const footnote = [
    unitLabel(unit) && `${unitLabel(unit)}`,
    props.stepMs !== undefined &&
      `${formatDuration(props.stepMs)} steps${props.reducer ? `, ${props.reducer}` : ""}`,
    props.totalSeries !== undefined &&
      props.totalSeries > presentCount &&
      `${presentCount} of ${props.totalSeries} series`,
    acrossNote(across, props.range?.toMs ?? nowMs, zone),
  ].filter(Boolean);

  const body = () => {
    if (props.error) return <div style={{ minHeight: heightPx }}>{props.error}</div>;
    if (props.loading) return <PlotSkeleton heightPx={heightPx} label={`Loading ${title}`} />;
    if (!hasPoints) {
      return (
        <div
          style={{ minHeight: heightPx }}
          className="flex items-center justify-center text-body text-ink-3"
        >
          {props.empty ?? "No data in this range"}
        </div>
      );
    }
    if (asTable)
      return (
        <ChartTable
          label={title}
          series={shown}
          unit={unit}
          across={across}
          zone={zone}
          heightPx={heightPx}
        />
      );
    return <Plot {...props} shown={shown} colors={colors} highlight={highlight} zone={zone} />;
  };

  return (
    <figure aria-labelledby={headingId} className={cn("m-0 min-w-0", props.className)}>
      <div className={cn("flex items-start gap-2", !props.hideTitle && !bare && "mb-2", bare && "sr-only")}>
        <div className="min-w-0 flex-1">
          <Heading
            id={headingId}
            className={cn("truncate text-body font-semibold text-ink-1", props.hideTitle && "sr-only")}
          >
            {title}
          </Heading>
          <p className={cn("text-dense text-ink-3", props.hideSummary && "sr-only")}>
            {props.loading || !hasPoints ? "\u00a0" : summary}
          </p>
        </div>
        <div className="flex shrink-0 items-center">
          {props.actions}
          {hasPoints && !props.loading && !bare && (
            <>
              <IconButton
                size="sm"
                label={asTable ? "View as chart" : "View as table"}
                icon={asTable ? <ChartLine aria-hidden="true" /> : <Table2 aria-hidden="true" />}
                aria-pressed={asTable}
                onClick={() => setAsTable(!asTable)}
              />
              <IconButton
                size="sm"
                label="Download CSV"
                icon={<Download aria-hidden="true" />}
                onClick={onDownload}
              />
            </>
          )}
        </div>
      </div>
      <Refreshing active={props.refreshing ?? false}>{body()}</Refreshing>
      {hasPoints && !props.loading && !props.error && legend === "table" && (
        <ChartLegend
          label={title}
          series={series}
          colors={colors}
          unit={unit}
          hidden={hidden}
          onHiddenChange={setHidden}
          onHighlight={setHighlight}
        />
      )}
      {hasPoints && !props.loading && !props.error && legend === "list" && (
        <ChartLegendList
          label={title}
          series={series}
          colors={colors}
          unit={unit}
          hidden={hidden}
          onHiddenChange={setHidden}
          onHighlight={setHighlight}
        />
      )}
      <figcaption className={cn("mt-1.5 text-axis text-ink-3", bare && "sr-only")}>
        {hasPoints && footnote.join(" · ")}
        {props.note && (
          <>
            {hasPoints && " · "}
            {props.note}
          </>
        )}
      </figcaption>
    </figure>
  );
}

type PlotProps = TimeChartProps & {
  shown: readonly ChartSeries[];
  colors: ReturnType<typeof assignColors>;
  highlight: string | null;
  zone: string;
};

function Plot({ shown, colors, highlight, zone, ...props }: PlotProps) {
  const {
    unit = "none",
    across = "time",
    heightPx = 240,
    bands = NONE,
    thresholds = NONE,
    stacked = false,
    area = false,
  } = props;
  const host = useRef<HTMLDivElement>(null);
  const [widthPx, setWidthPx] = useState(0);
  const emphasised = useDeferredValue(highlight);
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => setWidthPx(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const visibleBands = useMemo(() => {
    const ids = new Set(shown.map((one) => one.id));
    return bands.filter((band) => band.seriesId === undefined || ids.has(band.seriesId));
  }, [bands, shown]);
  const { range, stepMs, limits, labelCharsMin, includeZero = true } = props;
  const built = useMemo(
    () =>
      buildScene({
        series: shown,
        bands: visibleBands,
        thresholds,
        colors,
        unit,
        range,
        stepMs,
        stacked,
        area,
        includeZero,
        limits,
        labelCharsMin,
        highlight: emphasised,
        across,
        zone,
        widthPx: widthPx || 600,
        heightPx,
      }),
    [
      shown,
      visibleBands,
      thresholds,
      colors,
      unit,
      range,
      stepMs,
      stacked,
      area,
      includeZero,
      limits,
      labelCharsMin,
      emphasised,
      across,
      zone,
      widthPx,
      heightPx,
    ],
  );
  const values = useMemo(
    () => shown.map((one) => column(one.points, built.scene.times, (point) => point[1])),
    [shown, built],
  );
  const Engine =
    chooseEngine(shown, built.scene.times, props.live ?? false) === "svg" ? SvgEngine : CanvasEngine;

  return (
    <div ref={host} className="relative min-w-0" style={{ height: heightPx }}>
      {widthPx > 0 && (
        <Suspense fallback={<PlotSkeleton heightPx={heightPx} label={`Loading ${props.title}`} />}>
          <div aria-hidden="true" className="absolute inset-0">
            <Engine scene={built.scene} frame={built.frame} widthPx={widthPx} heightPx={heightPx} />
          </div>
          <ChartOverlay
            label={props.title}
            scene={built.scene}
            frame={built.frame}
            dots={built.dots}
            widthPx={widthPx}
            heightPx={heightPx}
            series={shown}
            values={values}
            colors={colors}
            thresholds={thresholds}
            markers={props.markers ?? NONE}
            shadings={props.shadings ?? NONE}
            unit={unit}
            across={across}
            zone={zone}
            onRangeChange={props.onRangeChange}
          />
        </Suspense>
      )}
    </div>
  );
}

function PlotSkeleton({ heightPx, label }: { heightPx: number; label: string }) {
  return (
    <div
      role="status"
      aria-label={label}
      style={{ height: heightPx }}
      className="flex flex-col justify-between pb-6"
    >
      {["a", "b", "c", "d"].map((line) => (
        <Skeleton key={line} className="h-px w-full" />
      ))}
    </div>
  );
}
