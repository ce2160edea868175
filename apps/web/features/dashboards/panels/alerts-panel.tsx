"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { SeverityMark } from "@triops/ui/severity-mark";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { CircleCheck } from "lucide-react";
import { paths } from "../../../shell/paths.ts";
import { alertPages } from "../../alerts/reads.ts";
import { fillText } from "../variables/scope.ts";
import type { PanelProps } from "./panel-props.ts";
import { PanelFault, PanelLoading } from "./panel-states.tsx";

/** Alerts, newest first; with none open, that is said. */
export function AlertsPanel({ panel, title, scope, inSight }: PanelProps) {
  const asked = panel.queries.find((query) => query.kind === "alerts");
  const state = asked?.state ?? "open";
  const filters = {
    state: state === "all" ? "" : state,
    severity: asked?.severity ?? "",
    search: fillText(asked?.search ?? "", scope),
  };
  const pages = useInfiniteQuery({ ...alertPages(filters), enabled: inSight });
  if (pages.error && !pages.data)
    return <PanelFault onRetry={() => void pages.refetch()}>{pages.error.message}</PanelFault>;
  if (!pages.data) return <PanelLoading title={title} />;
  const rows = pages.data.pages.flatMap((page) => page.data).slice(0, panel.options.rowsMax);
  if (rows.length === 0) {
    return (
      <p className="flex h-full items-center justify-center gap-1.5 text-body text-ink-3">
        <CircleCheck aria-hidden="true" className="size-4 text-ok" />
        {state === "open" ? "No open alerts" : "No alerts"}
      </p>
    );
  }
  return (
    <div className="h-full overflow-y-auto">
      <ul aria-label={title || "Alerts"} className="flex flex-col">
        {rows.map((alert) => (
          <li
            key={alert.id}
            className="flex min-h-7 items-center gap-2 border-line-subtle border-b py-1 text-body last:border-b-0"
          >
            <SeverityMark level={alert.severity} label={alert.severity.toUpperCase()} />
            <TextLink href={paths.alert(alert.id)} className="min-w-0 flex-1 truncate">
              {alert.title}
            </TextLink>
            {alert.state === "resolved" && <span className="shrink-0 text-dense text-ink-3">resolved</span>}
            <span className="shrink-0 text-dense text-ink-3">
              <Time at={alert.openedAt} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
