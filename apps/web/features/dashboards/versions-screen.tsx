"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { describeChanges } from "@triops/domains/dashboards/rules";
import type { Dashboard, DashboardVersion } from "@triops/domains/dashboards/schemas";
import { Badge } from "@triops/ui/badge";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { cn } from "@triops/ui/class-names";
import { JsonDiff } from "@triops/ui/json-diff";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { SkeletonRows } from "@triops/ui/skeleton";
import { Time } from "@triops/ui/time";
import { RotateCcw } from "lucide-react";
import { useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import { errorOf } from "../../data/screen-states.tsx";
import { dashboardVersion, dashboardVersions } from "./reads.ts";
import type { DashboardPlace } from "./use-place.ts";

/** Every save, what it changed, and the way back to it. */
export function VersionsScreen({ dashboard, place }: { dashboard: Dashboard; place: DashboardPlace }) {
  const pages = useInfiniteQuery(dashboardVersions(dashboard.id));
  const rows = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const chosen = place.version ?? rows[1]?.version ?? dashboard.version;
  const fault = errorOf(pages.error, () => void pages.refetch());
  return (
    <>
      <PageHeader
        title={`Versions of ${dashboard.title}`}
        answer={`Version ${dashboard.version} is shown to everybody. Nothing here is ever lost: restoring makes a new version.`}
        actions={
          <Button onClick={() => place.go({ versions: null, version: null })}>Back to the dashboard</Button>
        }
      />
      <PageBody className="grid items-start gap-4 lg:grid-cols-[20rem_minmax(0,1fr)]">
        <Card title="Saves" flush>
          {fault && !pages.data ? (
            fault
          ) : (
            <ul className="divide-y divide-line-subtle">
              {rows.map((row) => (
                <li key={row.id}>
                  <Line
                    row={row}
                    newest={row.version === dashboard.version}
                    chosen={row.version === chosen}
                    onChoose={() => place.go({ version: row.version })}
                  />
                </li>
              ))}
            </ul>
          )}
          {pages.hasNextPage && (
            <Button
              variant="ghost"
              loading={pages.isFetchingNextPage}
              onClick={() => void pages.fetchNextPage()}
              className="m-1"
            >
              Older
            </Button>
          )}
        </Card>
        {rows.length > 0 && <Comparison dashboard={dashboard} version={chosen} />}
      </PageBody>
    </>
  );
}

type LineProps = { row: DashboardVersion; newest: boolean; chosen: boolean; onChoose(): void };

function Line({ row, newest, chosen, onChoose }: LineProps) {
  return (
    <button
      type="button"
      aria-pressed={chosen}
      onClick={onChoose}
      className={cn(
        "flex w-full flex-col gap-0.5 px-3 py-2 text-left focus-visible:outline-offset-[-2px]",
        chosen ? "bg-accent-tint shadow-[inset_2px_0_var(--color-accent)]" : "hover:bg-raised",
      )}
    >
      <span className="flex items-center gap-2 font-medium text-body text-ink-1">
        Version {row.version}
        {newest && <Badge tone="ok">Newest</Badge>}
      </span>
      <span className="line-clamp-2 text-body text-ink-2">{row.message}</span>
      <span className="text-dense text-ink-3">
        <Time at={row.createdAt} /> by {row.actorName}
      </span>
    </button>
  );
}

function Comparison({ dashboard, version }: { dashboard: Dashboard; version: number }) {
  const query = useQuery(dashboardVersion(dashboard.id, version));
  const mayWrite = useRefusal("dashboards:write");
  const change = useChange<Dashboard>("dashboards");
  const fault = errorOf(query.error, () => void query.refetch());
  const old = query.data;
  if (fault && !old) return <Card>{fault}</Card>;
  if (!old) return <SkeletonRows label="Loading the version" />;
  const newest = version === dashboard.version;
  const changes = newest ? [] : describeChanges(old.model, dashboard.model);
  return (
    <Card
      title={newest ? `Version ${version}` : `Since version ${version}`}
      actions={
        !newest && (
          <Button
            icon={<RotateCcw aria-hidden="true" />}
            disabledReason={mayWrite}
            loading={change.isPending}
            onClick={() =>
              change.mutate({
                path: `/dashboards/${dashboard.id}/restore`,
                body: { version, seen: dashboard.version },
                done: `Version ${version} is the newest again`,
              })
            }
          >
            Restore version {version}
          </Button>
        )
      }
    >
      {newest ? (
        <p className="text-body text-ink-2">
          This is what everybody sees. Choose an older version to compare.
        </p>
      ) : changes.length === 0 ? (
        <p className="text-body text-ink-2">It is the same as the newest.</p>
      ) : (
        <div className="flex min-w-0 flex-col gap-3">
          <ul aria-label="Changes" className="list-disc pl-5 text-body text-ink-2">
            {changes.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
          <JsonDiff label={`Version ${version} and now`} before={old.model} after={dashboard.model} />
        </div>
      )}
    </Card>
  );
}
