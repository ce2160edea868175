import type { Experiment } from "@triops/domains/training/schemas";
import type { Column } from "@triops/ui/data-table";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { formatCount } from "@triops/ui/units";
import { paths } from "../../shell/paths.ts";
import { ExperimentMenu } from "./experiment-menu.tsx";

export const experimentColumns: readonly Column<Experiment>[] = [
  {
    id: "name",
    header: "Experiment",
    primary: true,
    cell: (row) => (
      <TextLink href={paths.experiment(row.id)} className="font-medium">
        {row.name}
      </TextLink>
    ),
  },
  {
    id: "runs",
    header: "Runs",
    widthPx: 150,
    align: "end",
    cell: (row) => (
      <span className="tabular-nums">
        {row.runningCount > 0 && (
          <span className="text-ink-3">{formatCount(row.runningCount)} running · </span>
        )}
        {formatCount(row.runCount)}
      </span>
    ),
  },
  {
    id: "active",
    header: "Last activity",
    widthPx: 140,
    cell: (row) =>
      row.lastActivityAt ? <Time at={row.lastActivityAt} /> : <span className="text-ink-3">no run yet</span>,
  },
  {
    id: "created",
    header: "Created",
    widthPx: 140,
    hideBelow: "md",
    cell: (row) => <Time at={row.createdAt} />,
  },
  {
    id: "menu",
    header: "Actions",
    hideHeader: true,
    widthPx: 52,
    align: "end",
    cell: (row) => <ExperimentMenu experiment={row} />,
  },
];
