import { limitsInWords, virtualKeyState } from "@triops/domains/virtual-keys/rules";
import type { Team, VirtualKey } from "@triops/domains/virtual-keys/schemas";
import { Badge } from "@triops/ui/badge";
import type { Column } from "@triops/ui/data-table";
import { Meter } from "@triops/ui/progress";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { paths } from "../../shell/paths.ts";
import { spentText, tightest, usedShare } from "./words.ts";

export function KeyState({ row, now }: { row: VirtualKey; now: number }) {
  const state = virtualKeyState(row, new Date(now));
  if (state === "revoked") return <Badge tone="unknown">Revoked</Badge>;
  if (state === "expired") return <Badge tone="unknown">Expired</Badge>;
  const share = usedShare(tightest(row.spend) ?? { ...none, period: "day" }) ?? 0;
  if (share >= 1) return <Badge tone="sev2">Limit reached</Badge>;
  return share >= 0.8 ? <Badge tone="sev3">Near its limit</Badge> : <Badge tone="ok">Works</Badge>;
}

const none = { spentUsd: null, limitUsd: null, from: "", resetsAt: "" };

/** The tightest limit as a bar; without one, what was spent this month. */
function SpendCell({ spend, name }: { spend: VirtualKey["spend"]; name: string }) {
  const near = tightest(spend);
  const shown = near ?? spend.find(({ period }) => period === "month");
  if (!shown) return <span className="text-ink-3">–</span>;
  return (
    <span className="flex w-full min-w-0 flex-col gap-1">
      <span className="truncate text-dense tabular-nums">{spentText(shown)}</span>
      {near && <Meter label={`Spend of ${name}`} value={Math.min(1, usedShare(near) ?? 0)} max={1} />}
    </span>
  );
}

export const keyColumns: readonly Column<VirtualKey & { now: number }>[] = [
  {
    id: "name",
    header: "Key",
    primary: true,
    cell: (row) => (
      <span className="flex min-w-0 flex-col">
        <TextLink href={paths.virtualKey(row.id)} className="truncate">
          {row.name}
        </TextLink>
        <span className="truncate font-mono text-dense text-ink-3">{row.prefix}…</span>
      </span>
    ),
  },
  { id: "state", header: "State", widthPx: 130, cell: (row) => <KeyState row={row} now={row.now} /> },
  {
    id: "team",
    header: "Team",
    widthPx: 130,
    hideBelow: "md",
    cell: (row) => row.team?.name ?? <span className="text-ink-3">none</span>,
  },
  {
    id: "spend",
    header: "Spend",
    widthPx: 210,
    cell: (row) => <SpendCell spend={row.spend} name={row.name} />,
  },
  {
    id: "routes",
    header: "May call",
    widthPx: 160,
    hideBelow: "lg",
    cell: (row) =>
      row.allowedRoutes === null ? (
        "every route"
      ) : (
        <span className="truncate" title={row.allowedRoutes.map(({ name }) => name).join(", ")}>
          {row.allowedRoutes.map(({ name }) => name).join(", ")}
        </span>
      ),
  },
  {
    id: "used",
    header: "Last used",
    widthPx: 120,
    hideBelow: "lg",
    cell: (row) =>
      row.lastUsedAt ? <Time at={row.lastUsedAt} /> : <span className="text-ink-3">not yet</span>,
  },
];

export const teamColumns: readonly Column<Team & { onEdit: (team: Team) => void }>[] = [
  {
    id: "name",
    header: "Team",
    primary: true,
    cell: (row) => (
      <button
        type="button"
        className="truncate rounded-control text-left font-medium text-ink-1 hover:underline"
        onClick={() => row.onEdit(row)}
      >
        {row.name}
      </button>
    ),
  },
  {
    id: "keys",
    header: "Keys",
    widthPx: 80,
    align: "end",
    cell: (row) => <span className="tabular-nums">{row.keys}</span>,
  },
  {
    id: "spend",
    header: "Spend",
    widthPx: 210,
    cell: (row) => <SpendCell spend={row.spend} name={row.name} />,
  },
  {
    id: "limits",
    header: "Limits",
    hideBelow: "md",
    cell: (row) => <span className="truncate text-ink-2">{limitsInWords(row.limits)}</span>,
  },
];
