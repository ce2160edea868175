"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { DeadJob, JobQueueStatus } from "@triops/domains/jobs/schemas";
import { Badge } from "@triops/ui/badge";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { Notice } from "@triops/ui/data-states";
import { type Column, DataTable } from "@triops/ui/data-table";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { Time } from "@triops/ui/time";
import { formatDuration } from "@triops/ui/units";
import { useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import { PagedTable } from "../../data/paged-table.tsx";
import { errorOf } from "../../data/screen-states.tsx";
import { SettingsTabs } from "../settings/settings-tabs.tsx";
import { deadJobPages, jobQueues } from "./reads.ts";

const queuesEveryMs = 5_000;

const number = (value: number) => <span className="tabular-nums">{value}</span>;

const queueColumns: readonly Column<JobQueueStatus>[] = [
  {
    id: "name",
    header: "Queue",
    primary: true,
    cell: (row) => (
      <span className="flex items-center gap-2">
        <span className="font-mono text-dense">{row.name}</span>
        {row.paused && <Badge tone="sev3">Paused</Badge>}
      </span>
    ),
  },
  { id: "waiting", header: "Waiting", widthPx: 80, align: "end", cell: (row) => number(row.waiting) },
  { id: "active", header: "Running", widthPx: 80, align: "end", cell: (row) => number(row.active) },
  {
    id: "delayed",
    header: "Later",
    widthPx: 70,
    align: "end",
    hideBelow: "md",
    cell: (row) => number(row.delayed),
  },
  { id: "failed", header: "Failed", widthPx: 70, align: "end", cell: (row) => number(row.failed) },
  {
    id: "oldest",
    header: "Oldest waits",
    widthPx: 110,
    align: "end",
    hideBelow: "lg",
    cell: (row) => (row.waiting > 0 ? formatDuration(row.oldestWaitingMs) : "none"),
  },
  {
    id: "schedule",
    header: "Schedule",
    widthPx: 130,
    hideBelow: "lg",
    cell: (row) =>
      row.schedule === null ? (
        <span className="text-ink-3">on demand</span>
      ) : "seconds" in row.schedule ? (
        `every ${formatDuration(row.schedule.seconds * 1_000)}`
      ) : (
        <span className="font-mono text-dense">{row.schedule.pattern}</span>
      ),
  },
  {
    id: "last",
    header: "Last run",
    widthPx: 130,
    hideBelow: "md",
    cell: (row) =>
      row.lastRunAt ? <Time at={row.lastRunAt} /> : <span className="text-ink-3">not yet</span>,
  },
];

function DeadJobActions({ job }: { job: DeadJob }) {
  const change = useChange("jobs");
  const mayWrite = useRefusal("jobs:admin");
  const go = (verb: "retry" | "dismiss", done: string) =>
    change.mutate({ path: `/jobs/${job.id}/${verb}`, done });
  return (
    <span className="flex justify-end gap-1">
      <Button
        size="sm"
        disabledReason={mayWrite}
        loading={change.isPending}
        onClick={() => go("retry", "It has all its attempts again")}
      >
        Retry
      </Button>
      <Button size="sm" variant="ghost" disabledReason={mayWrite} onClick={() => go("dismiss", "Dismissed")}>
        Dismiss
      </Button>
    </span>
  );
}

const deadColumns: readonly Column<DeadJob>[] = [
  {
    id: "queue",
    header: "Job",
    widthPx: 190,
    primary: true,
    cell: (row) => <span className="font-mono text-dense">{row.queue}</span>,
  },
  { id: "reason", header: "Why it failed", cell: (row) => <span className="break-words">{row.reason}</span> },
  {
    id: "attempts",
    header: "Attempts",
    widthPx: 84,
    align: "end",
    hideBelow: "md",
    cell: (row) => number(row.attempts),
  },
  { id: "at", header: "Gave up", widthPx: 120, cell: (row) => <Time at={row.createdAt} /> },
  {
    id: "actions",
    header: "Actions",
    hideHeader: true,
    widthPx: 170,
    align: "end",
    cell: (row) => <DeadJobActions job={row} />,
  },
];

export function JobsSettings() {
  const dead = useInfiniteQuery(deadJobPages());
  const queues = useQuery({ ...jobQueues(), refetchInterval: queuesEveryMs });
  const rows = dead.data?.pages.flatMap((page) => page.data) ?? [];
  const waiting = queues.data?.data.reduce((sum, queue) => sum + queue.waiting, 0) ?? 0;
  const count = `${rows.length}${dead.hasNextPage ? "+" : ""}`;
  return (
    <>
      <PageHeader
        title="Jobs"
        answer={
          dead.data
            ? `${rows.length === 0 ? "No job has" : `${count} ${rows.length === 1 ? "job has" : "jobs have"}`} given up; ${waiting} waiting now.`
            : undefined
        }
        tabs={<SettingsTabs />}
      />
      <PageBody className="pt-4">
        <Card title="Given up" aside="used all attempts; kept until retried or dismissed" flush>
          <PagedTable
            caption="Jobs that gave up"
            columns={deadColumns}
            rows={rows}
            rowKey={(row) => row.id}
            pages={dead}
            maxHeight="24rem"
            empty={
              <p className="p-4 text-body text-ink-3">
                None. Failed attempts are retried with back-off first.
              </p>
            }
          />
        </Card>
        {queues.data && !queues.data.operator ? (
          <Notice>Queues belong to the whole installation; the operator's workspace shows them.</Notice>
        ) : (
          <Card title="Queues" flush>
            <DataTable
              caption="Queues"
              columns={queueColumns}
              rows={queues.data?.data ?? []}
              rowKey={(row) => row.name}
              rowKeys={false}
              loading={queues.isPending}
              error={errorOf(queues.error, () => void queues.refetch())}
              maxHeight="none"
            />
          </Card>
        )}
      </PageBody>
    </>
  );
}
