"use client";
import type { Panel } from "@triops/domains/dashboards/schemas";
import type { ChartMarker } from "@triops/ui/chart-types";
import { cn } from "@triops/ui/class-names";
import { Tooltip } from "@triops/ui/tooltip";
import { Info } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { useOnScreen } from "../data/use-on-screen.ts";
import type { Stretch } from "../data/use-panel-data.ts";
import { fillText, type Scope } from "../variables/scope.ts";
import { PanelBody } from "./panel-body.tsx";
import { PanelBoundary } from "./panel-states.tsx";

export type PanelFrameProps = {
  panel: Panel;
  scope: Scope;
  stretch: Stretch;
  markers: readonly ChartMarker[];
  /** Variables are known; before that nothing is asked. */
  ready: boolean;
  onRangeChange(stretch: Stretch): void;
  /** At the end of the heading line. */
  menu?: ReactNode;
  /** At its beginning: the handle in the editor. */
  handle?: ReactNode;
  /** 3 below a section with a title. */
  headingLevel?: 2 | 3;
  className?: string;
};

const names: Record<Panel["type"], string> = {
  timeseries: "Time series",
  stat: "Figure",
  gauge: "Gauge",
  table: "Table",
  heatmap: "Heat map",
  bar: "Bars",
  text: "Text",
  logs: "Logs",
  alerts: "Alerts",
};

/** A panel with its heading; what it shows is asked for only while it is in sight. */
export function PanelFrame(props: PanelFrameProps) {
  const {
    panel,
    scope,
    stretch,
    markers,
    ready,
    onRangeChange,
    menu,
    handle,
    headingLevel = 2,
    className,
  } = props;
  const Heading = `h${headingLevel}` as const;
  const { ref, inSight, widthPx, heightPx } = useOnScreen<HTMLDivElement>();
  const title = fillText(panel.title, scope);
  const body = useMemo(
    () => (
      <PanelBody
        panel={panel}
        title={title || names[panel.type]}
        scope={scope}
        stretch={stretch}
        widthPx={widthPx}
        heightPx={heightPx}
        inSight={inSight && ready}
        markers={markers}
        onRangeChange={onRangeChange}
      />
    ),
    [panel, title, scope, stretch, widthPx, heightPx, inSight, ready, markers, onRangeChange],
  );
  const bare = panel.type === "text" && title === "" && !handle;
  return (
    // No landmark: a dashboard has dozens, and two may have one name.
    <article
      aria-label={title || names[panel.type]}
      className={cn(
        "group/panel flex h-full min-w-0 flex-col overflow-hidden rounded-card border border-line-subtle bg-bg",
        className,
      )}
    >
      <div
        className={cn(
          "flex h-9 shrink-0 items-center gap-1 pr-1 pl-3",
          bare && "absolute top-0 right-0 z-10",
          handle && "pl-1",
        )}
      >
        {handle}
        {title !== "" && (
          <Heading className="min-w-0 truncate font-medium text-body text-ink-1" title={title}>
            {title}
          </Heading>
        )}
        {panel.description !== "" && (
          <Tooltip content={panel.description}>
            <button
              type="button"
              aria-label={`About ${title}`}
              className="flex size-6 shrink-0 items-center justify-center rounded-control text-ink-3 hover:text-ink-1"
            >
              <Info aria-hidden="true" className="size-3.5" />
            </button>
          </Tooltip>
        )}
        <div className="ml-auto flex shrink-0 items-center">{menu}</div>
      </div>
      <div className={cn("min-h-0 flex-1 px-3 pb-2", bare && "pt-2")}>
        <div ref={ref} className="h-full w-full overflow-hidden">
          <PanelBoundary resetKey={`${JSON.stringify(panel)}${stretch.toMs}`}>{body}</PanelBoundary>
        </div>
      </div>
    </article>
  );
}
