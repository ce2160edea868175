import type { Provider } from "@triops/domains/llm-providers/schemas";
import type { Column } from "@triops/ui/data-table";
import { TextLink } from "@triops/ui/text-link";
import { formatDuration } from "@triops/ui/units";
import { paths } from "../../shell/paths.ts";
import { KindIcon } from "./kind-icon.tsx";
import { DemonstrationBadge, ProviderState } from "./state-badge.tsx";
import { failingShare, type Health, kindTitle } from "./words.ts";

export type ProviderRow = Provider & { health: Health | undefined };

const none = <span className="text-ink-3">–</span>;

export const providerColumns: readonly Column<ProviderRow>[] = [
  {
    id: "name",
    header: "Provider",
    primary: true,
    cell: (row) => (
      <span className="flex min-w-0 items-center gap-2">
        <KindIcon kind={row.kind} />
        <span className="flex min-w-0 flex-col">
          <span className="flex min-w-0 items-center gap-2">
            <TextLink href={paths.provider(row.id)} className="truncate">
              {row.name}
            </TextLink>
            <DemonstrationBadge kind={row.kind} />
          </span>
          {row.kind !== "demonstration" && (
            <span className="truncate text-dense text-ink-3">{kindTitle(row.kind)}</span>
          )}
        </span>
      </span>
    ),
  },
  {
    id: "state",
    header: "State",
    widthPx: 150,
    cell: (row) => <ProviderState provider={row} health={row.health} />,
  },
  {
    id: "address",
    header: "Address",
    hideBelow: "lg",
    cell: (row) => <span className="truncate font-mono text-dense text-ink-2">{row.baseUrl}</span>,
  },
  {
    id: "routes",
    header: "Routes",
    widthPx: 170,
    hideBelow: "md",
    cell: (row) =>
      row.routes.length === 0 ? (
        <span className="text-ink-3">none</span>
      ) : (
        <span className="truncate" title={row.routes.map(({ name }) => name).join(", ")}>
          {row.routes.map(({ name }) => name).join(", ")}
        </span>
      ),
  },
  {
    id: "calls",
    header: "Calls, 15 min",
    widthPx: 110,
    align: "end",
    hideBelow: "md",
    cell: (row) =>
      row.health && row.health.calls > 0 ? (
        <span className="tabular-nums">{row.health.calls.toLocaleString("en-GB")}</span>
      ) : (
        none
      ),
  },
  {
    id: "failing",
    header: "Failing",
    widthPx: 80,
    align: "end",
    cell: (row) => <span className="tabular-nums">{failingShare(row.health)}</span>,
  },
  {
    id: "latency",
    header: "Mean time",
    widthPx: 100,
    align: "end",
    hideBelow: "md",
    cell: (row) =>
      row.health?.latencyMsMean != null ? (
        <span className="tabular-nums">{formatDuration(row.health.latencyMsMean)}</span>
      ) : (
        none
      ),
  },
];
