"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Model, ModelVersion } from "@triops/domains/models/schemas";
import { Badge } from "@triops/ui/badge";
import { Card } from "@triops/ui/card";
import { EmptyNever } from "@triops/ui/data-states";
import { type Column, DataTable } from "@triops/ui/data-table";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { Package } from "lucide-react";
import { useRouter } from "next/navigation";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { AliasBadge } from "./alias-badge.tsx";
import { versionPages } from "./reads.ts";
import { versionSnippet } from "./snippets.ts";

type Row = ModelVersion & { guarded: readonly string[] };

const columns: readonly Column<Row>[] = [
  {
    id: "version",
    header: "Version",
    primary: true,
    widthPx: 100,
    cell: (row) => (
      <TextLink href={paths.modelVersion(row.modelName, row.version)} className="tabular-nums">
        v{row.version}
      </TextLink>
    ),
  },
  {
    id: "aliases",
    header: "Aliases",
    cell: (row) => (
      <span className="flex flex-wrap items-center gap-1">
        {row.aliases.map((alias) => (
          <AliasBadge key={alias} alias={alias} guarded={row.guarded.includes(alias)} />
        ))}
        {row.stage !== "None" && <Badge>{row.stage}</Badge>}
        {row.status !== "READY" && (
          <Badge tone={row.status === "FAILED_REGISTRATION" ? "sev1" : "sev4"}>
            {row.status === "FAILED_REGISTRATION" ? "Failed" : "Pending"}
          </Badge>
        )}
        {row.aliases.length === 0 && row.stage === "None" && row.status === "READY" && (
          <span className="text-ink-3">none</span>
        )}
      </span>
    ),
  },
  {
    id: "description",
    header: "Description",
    hideBelow: "lg",
    cell: (row) => <span className="truncate text-ink-2">{row.description}</span>,
  },
  {
    id: "by",
    header: "By",
    widthPx: 140,
    hideBelow: "md",
    cell: (row) => <span className="truncate">{row.createdByName}</span>,
  },
  { id: "created", header: "Registered", widthPx: 120, cell: (row) => <Time at={row.createdAt} /> },
];

export function VersionsCard({ model }: { model: Model }) {
  const router = useRouter();
  const pages = useInfiniteQuery(versionPages(model.id));
  const guarded = model.aliases.filter((alias) => alias.protected).map(({ alias }) => alias);
  const rows = (pages.data?.pages.flatMap((page) => page.data) ?? []).map((row) => ({
    ...row,
    guarded,
    // The model hears of every move of an alias; what a version says of them may be older.
    aliases: model.aliases.filter(({ version }) => version === row.version).map(({ alias }) => alias),
  }));
  return (
    <Card title="Versions" flush>
      <DataTable
        caption={`Versions of ${model.name}`}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        onRowOpen={(row) => router.push(paths.modelVersion(row.modelName, row.version))}
        loading={pages.isPending}
        hasMore={pages.hasNextPage}
        onLoadMore={() => void pages.fetchNextPage()}
        loadingMore={pages.isFetchingNextPage}
        error={pages.data ? undefined : errorOf(pages.error, () => void pages.refetch())}
        maxHeight="none"
        empty={
          <EmptyNever
            title="No version yet"
            icon={<Package aria-hidden="true" />}
            snippet={{ label: "Register a version", code: versionSnippet(model.name) }}
          >
            Give <code className="font-mono">registered_model_name</code> to log_model, or register what a run
            has logged:
          </EmptyNever>
        }
      />
    </Card>
  );
}
