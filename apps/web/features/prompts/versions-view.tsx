"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { Prompt, PromptLabel, PromptVersion } from "@triops/domains/prompts/schemas";
import { Badge } from "@triops/ui/badge";
import { IconButton } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { type Column, DataTable } from "@triops/ui/data-table";
import { Menu, MenuItem } from "@triops/ui/menu";
import { PageBody } from "@triops/ui/page-header";
import { Select } from "@triops/ui/select";
import { SkeletonRows } from "@triops/ui/skeleton";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { Ellipsis, FlaskConical, GitCompare, Tag } from "lucide-react";
import { parseAsInteger, useQueryStates } from "nuqs";
import { lazy, Suspense, useMemo } from "react";
import { useRefusal } from "../../data/me.tsx";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { BranchesCard } from "./branches-card.tsx";
import { LabelBadge } from "./label-badge.tsx";
import { MovesCard } from "./moves-card.tsx";
import { versionByNumber, versionPages } from "./reads.ts";
import { labelsOf } from "./words.ts";

const LabelDialog = lazy(async () => ({ default: (await import("./label-dialog.tsx")).LabelDialog }));
const DiffView = lazy(async () => ({ default: (await import("./diff-view.tsx")).DiffView }));

type Row = PromptVersion & {
  pointed: PromptLabel[];
  isLatest: boolean;
  mayWrite: string | undefined;
  onLabel: () => void;
  onCompare: () => void;
};

const columns: readonly Column<Row>[] = [
  {
    id: "version",
    header: "Version",
    primary: true,
    widthPx: 80,
    cell: (row) => (
      <TextLink
        href={paths.prompt(row.promptName, {
          version: row.version,
          branch: row.branch === "main" ? null : row.branch,
        })}
        className="tabular-nums"
      >
        v{row.version}
      </TextLink>
    ),
  },
  {
    id: "labels",
    header: "Labels",
    widthPx: 190,
    cell: (row) => (
      <span className="flex flex-wrap items-center gap-1">
        {row.pointed.map(({ label, protected: guarded }) => (
          <LabelBadge key={label} label={label} guarded={guarded} />
        ))}
        {row.isLatest && <Badge>latest</Badge>}
        {row.branch !== "main" && <Badge tone="outline">{row.branch}</Badge>}
      </span>
    ),
  },
  {
    id: "message",
    header: "What changed",
    cell: (row) => <span className="truncate text-ink-2">{row.message || "No message"}</span>,
  },
  {
    id: "by",
    header: "By",
    widthPx: 130,
    hideBelow: "lg",
    cell: (row) => <span className="truncate">{row.createdByName}</span>,
  },
  {
    id: "at",
    header: "Committed",
    widthPx: 110,
    hideBelow: "md",
    cell: (row) => <Time at={row.createdAt} />,
  },
  {
    id: "actions",
    header: "Actions",
    hideHeader: true,
    widthPx: 48,
    cell: (row) => (
      <Menu
        trigger={
          <IconButton
            size="sm"
            variant="ghost"
            label={`Actions on version ${row.version}`}
            icon={<Ellipsis aria-hidden="true" />}
          />
        }
      >
        <MenuItem icon={<Tag aria-hidden="true" />} disabledReason={row.mayWrite} onSelect={row.onLabel}>
          Set a label
        </MenuItem>
        <MenuItem icon={<GitCompare aria-hidden="true" />} onSelect={row.onCompare}>
          Compare
        </MenuItem>
        <MenuItem
          icon={<FlaskConical aria-hidden="true" />}
          href={paths.playground({ prompt: row.promptName, version: row.version })}
        >
          Open in playground
        </MenuItem>
      </Menu>
    ),
  },
];

const addressParsers = { from: parseAsInteger, to: parseAsInteger, label: parseAsInteger };

/** Every version, what any two differ in, branches, and where labels were. */
export function VersionsView({ prompt }: { prompt: Prompt }) {
  const [{ from, to, label: labelling }, setAddress] = useQueryStates(addressParsers);
  const pages = useInfiniteQuery(versionPages(prompt.id));
  const mayWrite = useRefusal("prompts:write");
  const versions = useMemo(() => pages.data?.pages.flatMap((page) => page.data) ?? [], [pages.data]);
  const production = prompt.labels.find(({ label }) => label === "production")?.version;
  const newest = versions[0]?.version ?? null;
  const older = from ?? production ?? versions[1]?.version ?? null;
  const newer = to ?? (newest === older ? (versions[1]?.version ?? null) : newest);
  const rows = useMemo(
    (): Row[] =>
      versions.map((version) => ({
        ...version,
        pointed: labelsOf(prompt.labels, version.version),
        isLatest: prompt.latest?.version === version.version,
        mayWrite,
        onLabel: () => void setAddress({ label: version.version }),
        onCompare: () =>
          void setAddress({
            from:
              production !== undefined && production !== version.version
                ? production
                : (version.parentVersion ?? version.version),
            to: version.version,
          }),
      })),
    [versions, prompt.labels, prompt.latest, mayWrite, production, setAddress],
  );
  return (
    <PageBody className="grid gap-4 pt-4 xl:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="flex min-w-0 flex-col gap-4">
        <Card title="Versions" flush>
          <DataTable
            caption={`Versions of ${prompt.name}`}
            columns={columns}
            rows={rows}
            rowKey={(row) => row.id}
            loading={pages.isPending}
            hasMore={pages.hasNextPage}
            onLoadMore={() => void pages.fetchNextPage()}
            loadingMore={pages.isFetchingNextPage}
            error={pages.data ? undefined : errorOf(pages.error, () => void pages.refetch())}
            maxHeight="24rem"
          />
        </Card>
        {older !== null && newer !== null && versions.length > 1 && (
          <CompareCard
            prompt={prompt}
            older={older}
            newer={newer}
            versions={versions}
            onChange={(next) => void setAddress(next)}
          />
        )}
      </div>
      <aside className="flex min-w-0 flex-col gap-4" aria-label="Branches and labels">
        <BranchesCard prompt={prompt} />
        <MovesCard id={prompt.id} />
      </aside>
      {labelling !== null && (
        <Suspense>
          <LabelDialog prompt={prompt} version={labelling} onClose={() => setAddress({ label: null })} />
        </Suspense>
      )}
    </PageBody>
  );
}

type CompareCardProps = {
  prompt: Prompt;
  older: number;
  newer: number;
  versions: readonly PromptVersion[];
  onChange: (next: { from: number; to: number }) => void;
};

function CompareCard({ prompt, older, newer, versions, onChange }: CompareCardProps) {
  const before = useQuery(versionByNumber(prompt.name, older));
  const after = useQuery(versionByNumber(prompt.name, newer));
  const known = [...new Set([...versions.map(({ version }) => version), older, newer])].sort((a, b) => b - a);
  const options = known.map((version) => ({
    value: String(version),
    label: [`v${version}`, ...labelsOf(prompt.labels, version).map(({ label }) => label)].join(" · "),
  }));
  const fault =
    errorOf(before.error, () => void before.refetch()) ?? errorOf(after.error, () => void after.refetch());
  return (
    <Card
      title="Compare"
      footer={
        <TextLink href={paths.playground({ prompt: prompt.name, version: older, against: newer })}>
          Run both in the playground
        </TextLink>
      }
    >
      <div className="flex min-w-0 items-center gap-1 pb-3">
        <Select
          aria-label="Older version"
          options={options}
          value={String(older)}
          onValueChange={(value) => onChange({ from: Number(value), to: newer })}
          className="min-w-0 flex-1 sm:w-48 sm:flex-none"
        />
        <span className="text-ink-3">→</span>
        <Select
          aria-label="Newer version"
          options={options}
          value={String(newer)}
          onValueChange={(value) => onChange({ from: older, to: Number(value) })}
          className="min-w-0 flex-1 sm:w-48 sm:flex-none"
        />
      </div>
      {fault}
      {before.data && after.data ? (
        <Suspense fallback={<SkeletonRows rows={3} label="Comparing" />}>
          <DiffView before={before.data} after={after.data} />
        </Suspense>
      ) : (
        !fault && <SkeletonRows rows={3} label="Loading both versions" />
      )}
    </Card>
  );
}
