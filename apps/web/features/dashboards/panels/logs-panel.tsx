"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { LogLine } from "@triops/domains/logs/schemas";
import { TextLink } from "@triops/ui/text-link";
import { useRouter } from "next/navigation";
import { paths } from "../../../shell/paths.ts";
import { LogLines } from "../../logs/log-lines.tsx";
import { logPages } from "../../logs/reads.ts";
import { fillLogs } from "../variables/scope.ts";
import type { PanelProps } from "./panel-props.ts";
import { PanelEmpty, PanelFault, PanelLoading } from "./panel-states.tsx";

const footPx = 20;

/** The newest lines of a search; a click opens one on the logs screen, with the search around it. */
export function LogsPanel({ panel, title, scope, stretch, heightPx, inSight }: PanelProps) {
  const router = useRouter();
  const asked = panel.queries.find((query) => query.kind === "logs" && !query.hidden);
  const q = fillLogs(asked?.kind === "logs" ? asked.query : "", scope);
  const pages = useInfiniteQuery({
    ...logPages({ q, limit: panel.options.rowsMax }, stretch),
    enabled: inSight,
  });
  if (pages.error && !pages.data)
    return <PanelFault onRetry={() => void pages.refetch()}>{pages.error.message}</PanelFault>;
  if (!pages.data) return <PanelLoading title={title} />;
  const lines = pages.data.pages[0]?.data ?? [];
  if (lines.length === 0) return <PanelEmpty>No lines in this range</PanelEmpty>;
  const place = {
    q,
    from: new Date(stretch.fromMs).toISOString(),
    to: new Date(stretch.toMs).toISOString(),
  };
  return (
    <div className="h-full">
      <LogLines
        label={title}
        lines={lines}
        rowKeys={false}
        refreshing={pages.isPlaceholderData}
        onOpen={(line: LogLine) => router.push(paths.logs({ ...place, line: line.id }))}
        maxHeight={`${Math.max(60, heightPx - footPx)}px`}
      />
      <p className="text-dense text-ink-3">
        <TextLink href={paths.logs(place)}>
          {pages.hasNextPage ? `The newest ${lines.length}; see them all` : "Open in Logs"}
        </TextLink>
      </p>
    </div>
  );
}
