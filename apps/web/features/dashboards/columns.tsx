import type { DashboardSummary } from "@triops/domains/dashboards/schemas";
import { Badge } from "@triops/ui/badge";
import type { Column } from "@triops/ui/data-table";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { Star } from "lucide-react";
import { paths } from "../../shell/paths.ts";

export const dashboardColumns: readonly Column<DashboardSummary>[] = [
  {
    id: "title",
    header: "Dashboard",
    primary: true,
    cell: (row) => (
      <span className="flex min-w-0 items-center gap-1.5">
        {row.starred && (
          <Star role="img" aria-label="Favourite" className="size-3.5 shrink-0 fill-current text-accent" />
        )}
        <TextLink href={paths.dashboard(row.id)} className="truncate font-medium">
          {row.title}
        </TextLink>
      </span>
    ),
  },
  {
    id: "tags",
    header: "Tags",
    hideBelow: "md",
    cell: (row) => (
      <span className="flex min-w-0 flex-wrap gap-1">
        {row.tags.slice(0, 4).map((tag) => (
          <Badge key={tag} tone="outline">
            {tag}
          </Badge>
        ))}
        {row.tags.length > 4 && <span className="text-dense text-ink-3">+{row.tags.length - 4}</span>}
      </span>
    ),
  },
  { id: "folder", header: "Folder", widthPx: 140, hideBelow: "lg", cell: (row) => row.folder },
  {
    id: "panels",
    header: "Panels",
    widthPx: 80,
    align: "end",
    hideBelow: "md",
    cell: (row) => <span className="tabular-nums">{row.panelCount}</span>,
  },
  {
    id: "updated",
    header: "Saved",
    widthPx: 200,
    cell: (row) => (
      <span className="truncate">
        <Time at={row.updatedAt} /> <span className="text-ink-3">by {row.updatedByName}</span>
      </span>
    ),
  },
];
