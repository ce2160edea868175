import type { LabelRequest } from "@triops/domains/label-requests/schemas";
import type { Column } from "@triops/ui/data-table";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { paths } from "../../shell/paths.ts";
import { moveText } from "../prompts/words.ts";
import { RequestState } from "./state-badge.tsx";
import { askText } from "./words.ts";

export const requestColumns: readonly Column<LabelRequest>[] = [
  {
    id: "what",
    header: "What",
    primary: true,
    cell: (row) => (
      <span className="flex min-w-0 flex-col">
        <TextLink href={paths.labelRequest(row.id)} className="truncate">
          {askText(row)}
        </TextLink>
        <span className="truncate text-dense text-ink-3">
          {moveText(row.label, row.fromVersion, row.version)}
        </span>
      </span>
    ),
  },
  { id: "state", header: "State", widthPx: 150, cell: (row) => <RequestState state={row.state} /> },
  {
    id: "why",
    header: "Why",
    hideBelow: "lg",
    cell: (row) => <span className="truncate text-ink-2">{row.reason}</span>,
  },
  {
    id: "by",
    header: "Requested by",
    widthPx: 150,
    hideBelow: "md",
    cell: (row) => <span className="truncate">{row.requestedByName}</span>,
  },
  { id: "at", header: "Requested", widthPx: 120, cell: (row) => <Time at={row.createdAt} /> },
];
