import type { Prompt } from "@triops/domains/prompts/schemas";
import type { Figures } from "@triops/domains/prompts/usage-schemas";
import { Badge } from "@triops/ui/badge";
import type { Column } from "@triops/ui/data-table";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { formatCount, formatDuration } from "@triops/ui/units";
import { paths } from "../../shell/paths.ts";
import { LabelBadge } from "./label-badge.tsx";
import { costText, nameParts } from "./words.ts";

/** `figures` of the last week; null when nobody called it, undefined while they are on their way. */
export type PromptRow = Prompt & { figures: Figures | null | undefined };

const shownLabels = 3;

export const promptColumns: readonly Column<PromptRow>[] = [
  {
    id: "name",
    header: "Prompt",
    primary: true,
    cell: (row) => {
      const [folder, own] = nameParts(row.name);
      return (
        <span className="flex min-w-0 flex-col">
          <span className="flex min-w-0 items-center gap-2">
            <TextLink href={paths.prompt(row.name)} className="truncate">
              {folder && <span className="text-ink-3">{folder}</span>}
              {own}
            </TextLink>
            {row.archivedAt && <Badge>archived</Badge>}
          </span>
          {row.description && <span className="truncate text-dense text-ink-3">{row.description}</span>}
        </span>
      );
    },
  },
  {
    id: "labels",
    header: "Labels",
    widthPx: 230,
    cell: (row) =>
      row.labels.length === 0 ? (
        <span className="text-ink-3">none</span>
      ) : (
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {row.labels.slice(0, shownLabels).map(({ label, version, protected: guarded }) => (
            <span key={label} className="inline-flex items-center gap-1 text-dense text-ink-2 tabular-nums">
              <LabelBadge label={label} guarded={guarded} />v{version}
            </span>
          ))}
          {row.labels.length > shownLabels && (
            <span className="text-ink-3">+{row.labels.length - shownLabels}</span>
          )}
        </span>
      ),
  },
  {
    id: "latest",
    header: "Latest",
    widthPx: 80,
    hideBelow: "md",
    cell: (row) =>
      row.latest ? (
        <span className="tabular-nums">v{row.latest.version}</span>
      ) : (
        <span className="text-ink-3">none</span>
      ),
  },
  {
    id: "calls",
    header: "Calls, 7 d",
    widthPx: 100,
    align: "end",
    cell: (row) => <Figure figures={row.figures} text={({ calls }) => formatCount(calls)} />,
  },
  {
    id: "cost",
    header: "Cost, 7 d",
    widthPx: 100,
    align: "end",
    hideBelow: "md",
    cell: (row) => <Figure figures={row.figures} text={costText} />,
  },
  {
    id: "latency",
    header: "p95",
    widthPx: 90,
    align: "end",
    hideBelow: "lg",
    cell: (row) => (
      <Figure figures={row.figures} text={({ p95Ms }) => (p95Ms === null ? "–" : formatDuration(p95Ms))} />
    ),
  },
  {
    id: "tags",
    header: "Tags",
    widthPx: 140,
    hideBelow: "lg",
    cell: (row) => <span className="truncate text-ink-2">{row.tags.join(", ")}</span>,
  },
  {
    id: "updated",
    header: "Changed",
    widthPx: 110,
    hideBelow: "lg",
    cell: (row) => <Time at={row.updatedAt} />,
  },
];

function Figure({ figures, text }: { figures: PromptRow["figures"]; text: (figures: Figures) => string }) {
  if (!figures) return <span className="text-ink-3">{figures === null ? "–" : "…"}</span>;
  return <span className="tabular-nums">{text(figures)}</span>;
}
