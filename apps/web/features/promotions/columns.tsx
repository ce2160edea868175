import type { Promotion } from "@triops/domains/promotions/schemas";
import type { Column } from "@triops/ui/data-table";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { paths } from "../../shell/paths.ts";
import { PromotionState } from "./state-badge.tsx";
import { askText, moveText } from "./words.ts";

export const promotionColumns: readonly Column<Promotion>[] = [
  {
    id: "what",
    header: "What",
    primary: true,
    cell: (row) => (
      <span className="flex min-w-0 flex-col">
        <TextLink href={paths.promotion(row.id)} className="truncate">
          {askText(row)}
        </TextLink>
        <span className="truncate text-dense text-ink-3">{moveText(row)}</span>
      </span>
    ),
  },
  { id: "state", header: "State", widthPx: 150, cell: (row) => <PromotionState state={row.state} /> },
  {
    id: "checks",
    header: "Checks",
    widthPx: 130,
    cell: (row) => <ChecksCount row={row} />,
  },
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

function ChecksCount({ row: { checks } }: { row: Promotion }) {
  if (checks.length === 0) return <span className="text-ink-3">none</span>;
  const passed = checks.filter(({ state }) => state === "passed").length;
  const failed = checks.filter(({ state }) => state === "failed").length;
  return (
    <span className="tabular-nums">
      {passed} of {checks.length} passed
      {failed > 0 && <span className="sr-only">, {failed} failed</span>}
    </span>
  );
}
