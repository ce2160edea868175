import type { Model } from "@triops/domains/models/schemas";
import type { Column } from "@triops/ui/data-table";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { paths } from "../../shell/paths.ts";
import { AliasBadge } from "./alias-badge.tsx";

export const modelColumns: readonly Column<Model>[] = [
  {
    id: "name",
    header: "Model",
    primary: true,
    cell: (row) => (
      <span className="flex min-w-0 flex-col">
        <TextLink href={paths.model(row.name)} className="truncate">
          {row.name}
        </TextLink>
        {row.description && <span className="truncate text-dense text-ink-3">{row.description}</span>}
      </span>
    ),
  },
  {
    id: "aliases",
    header: "Aliases",
    widthPx: 260,
    cell: (row) =>
      row.aliases.length === 0 ? (
        <span className="text-ink-3">none</span>
      ) : (
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {row.aliases.slice(0, 3).map(({ alias, version, protected: guarded }) => (
            <span key={alias} className="inline-flex items-center gap-1 text-dense text-ink-2 tabular-nums">
              <AliasBadge alias={alias} guarded={guarded} />v{version}
            </span>
          ))}
          {row.aliases.length > 3 && <span className="text-ink-3">+{row.aliases.length - 3}</span>}
        </span>
      ),
  },
  {
    id: "latest",
    header: "Latest",
    widthPx: 160,
    cell: (row) =>
      row.latestVersion ? (
        <span className="flex items-baseline gap-2">
          <TextLink href={paths.modelVersion(row.name, row.latestVersion.version)} className="tabular-nums">
            v{row.latestVersion.version}
          </TextLink>
          <Time at={row.latestVersion.createdAt} className="text-dense text-ink-3" />
        </span>
      ) : (
        <span className="text-ink-3">no version</span>
      ),
  },
  {
    id: "versions",
    header: "Versions",
    widthPx: 90,
    align: "end",
    hideBelow: "md",
    cell: (row) => <span className="tabular-nums">{row.versions}</span>,
  },
  {
    id: "owners",
    header: "Owners",
    widthPx: 180,
    hideBelow: "md",
    cell: (row) =>
      row.owners.length > 0 ? (
        <span className="truncate">{row.owners.join(", ")}</span>
      ) : (
        <span className="text-ink-3">nobody named</span>
      ),
  },
  {
    id: "updated",
    header: "Changed",
    widthPx: 120,
    hideBelow: "lg",
    cell: (row) => <Time at={row.updatedAt} />,
  },
];
