"use client";
import type { Panel } from "@triops/domains/dashboards/schemas";
import { Refreshing } from "@triops/ui/data-states";
import { levelColor } from "@triops/ui/levels";
import { SeverityMark } from "@triops/ui/severity-mark";
import { formatExact } from "@triops/ui/units";
import { levelAt } from "../data/reduce.ts";
import { panelValue } from "../data/values.ts";
import { byValue, type Figure } from "./figures.ts";
import type { PanelProps } from "./panel-props.ts";
import { PanelEmpty, PanelFault, PanelLoading } from "./panel-states.tsx";
import { useFigures } from "./use-figures.ts";

/** A ranking: one bar for each series, the greatest first. */
export function BarPanel(props: PanelProps) {
  const { panel, title } = props;
  const { figures, pending, refreshing, fault, retry } = useFigures(props, false);
  if (fault && figures.length === 0) return <PanelFault onRetry={retry}>{fault.message}</PanelFault>;
  if (pending) return <PanelLoading title={title} />;
  if (figures.length === 0) return <PanelEmpty />;
  return (
    <Refreshing active={refreshing} className="h-full [&>div]:h-full">
      <BarList figures={byValue(figures)} panel={panel} label={title} />
    </Refreshing>
  );
}

export function BarList({
  figures,
  panel,
  label,
}: {
  figures: readonly Figure[];
  panel: Panel;
  label: string;
}) {
  const { unit, decimals, thresholds, min, max, rowsMax } = panel.options;
  const shown = figures.slice(0, rowsMax);
  const low = min ?? 0;
  const high = max ?? Math.max(...shown.map(({ value }) => value ?? 0), 0);
  const percent = (value: number | null) =>
    value === null ? 0 : Math.min(100, Math.max(0, ((value - low) / (high - low || 1)) * 100));
  return (
    <div className="h-full overflow-y-auto" tabIndex={shown.length > 3 ? 0 : undefined}>
      <ul aria-label={label} className="flex flex-col gap-1">
        {shown.map((figure) => {
          const level = levelAt(figure.value, thresholds);
          const color = level ? levelColor(level) : "var(--color-series-1)";
          return (
            <li
              key={figure.id}
              className="relative flex h-7 items-center justify-between gap-3 px-2 text-body"
            >
              <span
                aria-hidden="true"
                className="absolute inset-y-0 left-0 rounded-control"
                style={{
                  width: `${percent(figure.value)}%`,
                  backgroundColor: `color-mix(in srgb, ${color} 18%, transparent)`,
                  boxShadow: `inset 2px 0 ${color}`,
                }}
              />
              <span className="relative min-w-0 truncate text-ink-1" title={figure.name}>
                {figure.name}
              </span>
              <span className="relative flex shrink-0 items-center gap-1.5 text-ink-2 tabular-nums">
                {level && level !== "ok" && <SeverityMark level={level} label={level.toUpperCase()} />}
                <span title={formatExact(figure.value, unit)}>
                  {panelValue(figure.value, unit, decimals)}
                </span>
              </span>
            </li>
          );
        })}
      </ul>
      {figures.length > shown.length && (
        <p className="px-2 pt-1 text-dense text-ink-3">
          {shown.length} of {figures.length}
        </p>
      )}
    </div>
  );
}
