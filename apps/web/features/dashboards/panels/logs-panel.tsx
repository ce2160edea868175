"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { SeverityMark } from "@triops/ui/severity-mark";
import { TextLink } from "@triops/ui/text-link";
import { formatClock } from "@triops/ui/times";
import { useZone } from "@triops/ui/zone";
import { paths } from "../../../shell/paths.ts";
import { levelLook } from "../../logs/levels.ts";
import { logPages } from "../../logs/reads.ts";
import { fillLogs } from "../variables/scope.ts";
import type { PanelProps } from "./panel-props.ts";
import { PanelEmpty, PanelFault, PanelLoading } from "./panel-states.tsx";

/** The newest lines of a search; the search itself is one click away. */
export function LogsPanel({ panel, title, scope, stretch, inSight }: PanelProps) {
  const { zone } = useZone();
  const asked = panel.queries.find((query) => query.kind === "logs" && !query.hidden);
  const q = fillLogs(asked?.kind === "logs" ? asked.query : "", scope);
  const pages = useInfiniteQuery({
    ...logPages({ q, limit: panel.options.rowsMax }, stretch),
    enabled: inSight,
  });
  if (pages.error && !pages.data)
    return <PanelFault onRetry={() => void pages.refetch()}>{pages.error.message}</PanelFault>;
  if (!pages.data) return <PanelLoading title={title} />;
  const rows = pages.data.pages[0]?.data ?? [];
  if (rows.length === 0) return <PanelEmpty>No lines in this range</PanelEmpty>;
  return (
    <section
      aria-label={title || "Logs"}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className="h-full overflow-y-auto focus-visible:outline-offset-[-2px]"
    >
      <ol className="font-mono text-log">
        {rows.map((line) => (
          <li key={line.id} className="flex gap-2 border-line-subtle border-b py-0.5 last:border-b-0">
            <SeverityMark
              level={levelLook(line.level).mark}
              label={levelLook(line.level).label}
              className="mt-1 size-2.5"
            />
            <time dateTime={line.time} className="shrink-0 text-ink-3 tabular-nums">
              {formatClock(line.time, zone, true)}
            </time>
            <span className="hidden max-w-32 shrink-0 truncate text-ink-3 sm:inline">{line.service}</span>
            <span className="min-w-0 break-words text-ink-1">{line.body}</span>
          </li>
        ))}
      </ol>
      <p className="pt-1 text-dense text-ink-3">
        <TextLink
          href={paths.logs({
            q,
            from: new Date(stretch.fromMs).toISOString(),
            to: new Date(stretch.toMs).toISOString(),
          })}
        >
          {pages.hasNextPage ? `The newest ${rows.length}; see them all` : "Open in Logs"}
        </TextLink>
      </p>
    </section>
  );
}
