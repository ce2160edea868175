"use client";
import type { PanelType } from "@triops/domains/dashboards/schemas";
import { type ComponentType, lazy, Suspense } from "react";
import { AlertsPanel } from "./alerts-panel.tsx";
import { BarPanel } from "./bar-panel.tsx";
import { GaugePanel } from "./gauge-panel.tsx";
import type { PanelProps } from "./panel-props.ts";
import { PanelEmpty, PanelLoading } from "./panel-states.tsx";
import { StatPanel } from "./stat-panel.tsx";
import { TablePanel } from "./table-panel.tsx";
import { TextPanel } from "./text-panel.tsx";
import { TimeSeriesPanel } from "./time-series-panel.tsx";

const HeatmapPanel = lazy(async () => ({ default: (await import("./heatmap-panel.tsx")).HeatmapPanel }));
const LogsPanel = lazy(async () => ({ default: (await import("./logs-panel.tsx")).LogsPanel }));

const bodies: Record<PanelType, ComponentType<PanelProps>> = {
  timeseries: TimeSeriesPanel,
  stat: StatPanel,
  gauge: GaugePanel,
  table: TablePanel,
  heatmap: HeatmapPanel,
  bar: BarPanel,
  text: TextPanel,
  logs: LogsPanel,
  alerts: AlertsPanel,
};

const needsQuery = (type: PanelType): boolean => type !== "text" && type !== "alerts" && type !== "logs";

/** What is inside a panel's frame, by its type. */
export function PanelBody(props: PanelProps) {
  const { panel, title, widthPx } = props;
  const asks = panel.queries.some((query) => query.kind === "promql" && query.expr.trim() !== "");
  if (needsQuery(panel.type) && !asks)
    return <PanelEmpty>No query yet: edit the panel and write one</PanelEmpty>;
  // Sizes are known after the first paint.
  if (widthPx === 0) return <PanelLoading title={title} />;
  const Body = bodies[panel.type];
  return (
    <Suspense fallback={<PanelLoading title={title} />}>
      <Body {...props} />
    </Suspense>
  );
}
