"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Button, ButtonLink } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { ConfirmDialog } from "@triops/ui/dialog";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { SeverityBadge } from "@triops/ui/severity-mark";
import { SkeletonRows } from "@triops/ui/skeleton";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { Pause, Pencil, Play, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import { PagedTable } from "../../data/paged-table.tsx";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { CrumbLabel } from "../../shell/slots.tsx";
import { MonitorStatus, seriesColumns } from "./columns.tsx";
import { describeCondition, describeSignal, exploreHref, monitorAnswer } from "./describe.ts";
import { Preview } from "./preview.tsx";
import { monitorById, monitorSeries } from "./reads.ts";

/** States of series change with each judgement, which is not a change that anybody made: nothing announces it. */
const judgedEveryMs = 10_000;

export function MonitorDetail({ id }: { id: string }) {
  const router = useRouter();
  const query = useQuery({ ...monitorById(id), refetchInterval: judgedEveryMs });
  const series = useInfiniteQuery({ ...monitorSeries(id), refetchInterval: judgedEveryMs });
  const firing = useInfiniteQuery({ ...monitorSeries(id, "firing"), refetchInterval: judgedEveryMs });
  const change = useChange("monitors");
  const mayWrite = useRefusal("monitors:write");
  const [deleting, setDeleting] = useState(false);
  const fault = errorOf(query.error, () => void query.refetch());
  if (fault && !query.data) return <PageBody className="pt-6">{fault}</PageBody>;
  const monitor = query.data;
  if (!monitor) return <SkeletonRows label="Loading the monitor" />;
  const toggle = () =>
    change.mutate({
      method: "PATCH",
      path: `/monitors/${id}`,
      body: { enabled: !monitor.enabled },
      done: monitor.enabled ? "Paused; its open alerts resolve" : "Watching again",
    });
  return (
    <>
      <CrumbLabel>{monitor.name}</CrumbLabel>
      <PageHeader
        title={monitor.name}
        badges={
          <>
            <SeverityBadge level={monitor.severity} />
            <MonitorStatus monitor={monitor} />
          </>
        }
        answer={monitorAnswer(monitor, firing.data?.pages.flatMap((page) => page.data).length ?? 0)}
        facts={
          <>
            <span>
              {monitor.evaluatedAt ? (
                <>
                  Judged <Time at={monitor.evaluatedAt} />
                </>
              ) : (
                "Not judged yet"
              )}
            </span>
            {monitor.origin === "triops" && <span>Made by Triops for the machine it runs on</span>}
            <TextLink href={paths.alerts({ monitorId: id, state: "all" })}>Its alerts</TextLink>
          </>
        }
        actions={
          <>
            <Button
              icon={monitor.enabled ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}
              disabledReason={mayWrite}
              loading={change.isPending}
              onClick={toggle}
            >
              {monitor.enabled ? "Pause" : "Resume"}
            </Button>
            {mayWrite === undefined && (
              <ButtonLink href={paths.editMonitor(id)} icon={<Pencil aria-hidden="true" />}>
                Edit
              </ButtonLink>
            )}
            <Button
              icon={<Trash2 aria-hidden="true" />}
              disabledReason={mayWrite}
              onClick={() => setDeleting(true)}
            >
              Delete
            </Button>
          </>
        }
      />
      <PageBody>
        <Card title="Rule" actions={<TextLink href={exploreHref(monitor.signal)}>Explore</TextLink>}>
          <p className="break-all font-mono text-dense text-ink-1">{describeSignal(monitor.signal)}</p>
          <p className="mt-1 text-body text-ink-2">Wrong when {describeCondition(monitor.condition)}.</p>
          {monitor.description && (
            <p className="mt-2 max-w-prose text-body text-ink-2">{monitor.description}</p>
          )}
        </Card>
        <Card
          title="Series"
          flush
          aside={
            monitor.seriesTotal > monitor.seriesCount
              ? `${monitor.seriesCount} of ${monitor.seriesTotal} watched`
              : `${monitor.seriesCount}`
          }
        >
          <PagedTable
            caption="Series of this monitor"
            columns={seriesColumns}
            rows={series.data?.pages.flatMap((page) => page.data) ?? []}
            rowKey={(row) => row.seriesKey}
            pages={series}
            maxHeight="24rem"
            empty={<p className="p-4 text-body text-ink-3">No series has been judged yet.</p>}
          />
        </Card>
        <Preview signal={monitor.signal} condition={monitor.condition} />
      </PageBody>
      <ConfirmDialog
        open={deleting}
        onOpenChange={setDeleting}
        title={`Delete “${monitor.name}”?`}
        confirmLabel="Delete monitor"
        pending={change.isPending}
        onConfirm={() =>
          change.mutate({
            method: "DELETE",
            path: `/monitors/${id}`,
            done: "Monitor deleted",
            onDone: () => router.push(paths.monitors()),
          })
        }
      >
        Its open alerts resolve. Alerts and incidents of the past stay.
      </ConfirmDialog>
    </>
  );
}
