"use client";
import { Refreshing } from "@triops/ui/data-states";
import { levelColor } from "@triops/ui/levels";
import { SeverityMark } from "@triops/ui/severity-mark";
import { Sparkline } from "@triops/ui/sparkline";
import { formatExact } from "@triops/ui/units";
import { levelAt } from "../data/reduce.ts";
import { panelValue } from "../data/values.ts";
import type { Figure } from "./figures.ts";
import type { PanelProps } from "./panel-props.ts";
import { PanelEmpty, PanelFault, PanelLoading } from "./panel-states.tsx";
import { useFigures } from "./use-figures.ts";

const cellPxMin = 112;
const cellHeightPx = 52;

/** One figure, or one for each series as far as they fit, with its level as a shape and its course. */
export function StatPanel(props: PanelProps) {
  const { panel, title, widthPx, heightPx } = props;
  const { figures, pending, refreshing, fault, retry } = useFigures(props, panel.options.trend);
  if (fault && figures.length === 0) return <PanelFault onRetry={retry}>{fault.message}</PanelFault>;
  if (pending) return <PanelLoading title={title} />;
  if (figures.length === 0) return <PanelEmpty />;
  const [only] = figures;
  if (figures.length === 1 && only) {
    return (
      <Refreshing active={refreshing} className="h-full [&>div]:h-full">
        <Single figure={only} {...props} />
      </Refreshing>
    );
  }
  const columns = Math.max(1, Math.min(figures.length, Math.floor(widthPx / cellPxMin)));
  const lines = Math.max(1, Math.floor(heightPx / cellHeightPx));
  const shown = figures.slice(0, columns * lines);
  return (
    <Refreshing active={refreshing} className="h-full">
      <ul
        className="grid content-start gap-x-3"
        style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
      >
        {shown.map((figure) => (
          <li key={figure.id} className="min-w-0 py-1">
            <p className="truncate text-dense text-ink-3" title={figure.name}>
              {figure.name}
            </p>
            <Value figure={figure} panel={panel} className="text-section" />
          </li>
        ))}
      </ul>
      {figures.length > shown.length && (
        <p className="text-dense text-ink-3">{figures.length - shown.length} more do not fit</p>
      )}
    </Refreshing>
  );
}

function Value({
  figure,
  panel,
  className,
}: {
  figure: Figure;
  panel: PanelProps["panel"];
  className: string;
}) {
  const { unit, decimals, thresholds } = panel.options;
  const level = levelAt(figure.value, thresholds);
  return (
    <p className="flex min-w-0 items-center gap-1.5">
      {level && (
        <SeverityMark
          level={level}
          label={level === "ok" ? "OK" : level.toUpperCase()}
          className="size-3.5"
        />
      )}
      <span
        title={formatExact(figure.value, unit)}
        className={`truncate font-semibold text-ink-1 tabular-nums ${className}`}
      >
        {panelValue(figure.value, unit, decimals)}
      </span>
    </p>
  );
}

function Single({ figure, panel, title, widthPx, heightPx }: PanelProps & { figure: Figure }) {
  const { thresholds, trend } = panel.options;
  const level = levelAt(figure.value, thresholds);
  const named = panel.queries.some((query) => query.kind === "promql" && query.legend !== "");
  const coursePx = Math.min(64, heightPx - 40 - (named ? 16 : 0));
  const hasCourse = trend && coursePx >= 16 && figure.course.filter((value) => value !== null).length > 1;
  return (
    <div className="flex h-full flex-col justify-between gap-1">
      <div>
        {named && <p className="truncate text-dense text-ink-3">{figure.name}</p>}
        <Value figure={figure} panel={panel} className="text-kpi" />
      </div>
      {hasCourse && (
        <Sparkline
          values={figure.course}
          label={`${title}, its course`}
          widthPx={Math.max(40, widthPx)}
          heightPx={coursePx}
          {...(level && level !== "ok" ? { color: levelColor(level) } : {})}
        />
      )}
    </div>
  );
}
