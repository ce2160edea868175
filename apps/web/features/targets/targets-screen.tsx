"use client";
import { useQuery } from "@tanstack/react-query";
import { Button } from "@triops/ui/button";
import { EmptyFilter, EmptyNever, Notice } from "@triops/ui/data-states";
import { DataTable } from "@triops/ui/data-table";
import { WithDrawer } from "@triops/ui/drawer";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { Select } from "@triops/ui/select";
import { Crosshair, Plus } from "lucide-react";
import { parseAsString, useQueryStates } from "nuqs";
import { lazy, Suspense, useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { errorOf } from "../../data/screen-states.tsx";
import { CrumbLabel } from "../../shell/slots.tsx";
import { SourcesTabs } from "../sources/sources-tabs.tsx";
import { targetColumns } from "./columns.tsx";
import { JobsCard } from "./jobs-card.tsx";
import { type ScrapeJob, scrapeJobs, type TargetHealth, targetList } from "./reads.ts";
import { TargetDrawer } from "./target-drawer.tsx";
import { answerFor } from "./words.ts";

const JobDialog = lazy(async () => ({ default: (await import("./job-dialog.tsx")).JobDialog }));

const parsers = {
  job: parseAsString.withDefault(""),
  state: parseAsString.withDefault(""),
  target: parseAsString,
};
const stateOptions = [
  { value: "", label: "All states" },
  { value: "up", label: "Up" },
  { value: "down", label: "Down" },
  { value: "unknown", label: "Not asked yet" },
  { value: "dropped", label: "Dropped" },
];
const refetchMs = 5_000;
const keyOf = (row: TargetHealth): string => `${row.jobId} ${row.url} ${row.discovered.__address__ ?? ""}`;

/** What Triops fetches from, and how each target is. */
export function Targets() {
  const [{ job, state, target }, set] = useQueryStates(parsers);
  const [editing, setEditing] = useState<ScrapeJob | "new" | null>(null);
  const mayWrite = useRefusal("targets:write");
  const jobs = useQuery(scrapeJobs());
  const health = useQuery({ ...targetList({ jobId: job, state }), refetchInterval: refetchMs });
  const rows = health.data?.data ?? [];
  const list = jobs.data?.data ?? [];
  const open = rows.find((row) => keyOf(row) === target);
  const add = (
    <Button
      variant="primary"
      icon={<Plus aria-hidden="true" />}
      disabledReason={mayWrite}
      onClick={() => setEditing("new")}
    >
      Add targets
    </Button>
  );
  return (
    <WithDrawer drawer={open && <TargetDrawer target={open} onClose={() => void set({ target: null })} />}>
      <CrumbLabel>Scrape targets</CrumbLabel>
      <PageHeader
        title="Sources"
        answer={
          health.data && jobs.data && !job && !state ? answerFor(health.data.counts, list.length) : undefined
        }
        actions={add}
        tabs={<SourcesTabs />}
      />
      <PageBody className="pt-4">
        {jobs.data && list.length === 0 ? (
          <EmptyNever
            title="Nothing is fetched yet"
            icon={<Crosshair aria-hidden="true" />}
            snippet={{
              label: "A scrape job, as in prometheus.yml",
              code: 'scrape_configs:\n  - job_name: node\n    static_configs:\n      - targets: ["my-host:9100"]',
            }}
            actions={add}
          >
            Triops asks exporters for their metrics by itself, as a Prometheus would: addresses by hand or
            from files, relabelling, TLS. Paste the scrape_configs that you have.
          </EmptyNever>
        ) : (
          <>
            <JobsCard
              jobs={list}
              loading={jobs.isPending}
              error={errorOf(jobs.error, () => void jobs.refetch())}
              faults={health.data?.jobFaults ?? {}}
              onEdit={setEditing}
            />
            <search className="flex flex-wrap items-center gap-2">
              <Select
                aria-label="Job"
                options={[
                  { value: "", label: "All jobs" },
                  ...list.map(({ id, name }) => ({ value: id, label: name })),
                ]}
                value={job}
                onValueChange={(next) => void set({ job: next || null, target: null })}
                className="w-48"
              />
              <Select
                aria-label="State"
                options={stateOptions}
                value={state}
                onValueChange={(next) => void set({ state: next || null, target: null })}
                className="w-40"
              />
            </search>
            {health.data?.nextCursor && (
              <Notice>
                The first {rows.length} are shown, what is down before the rest; choose a job or a state to
                see others.
              </Notice>
            )}
            <DataTable
              caption="Targets"
              columns={targetColumns}
              rows={rows}
              rowKey={keyOf}
              activeKey={target}
              onRowOpen={(row) => void set({ target: keyOf(row) })}
              loading={health.isPending}
              refreshing={health.isPlaceholderData}
              error={errorOf(health.data ? null : health.error, () => void health.refetch())}
              empty={
                job || state ? (
                  <EmptyFilter
                    title="No target matches"
                    onClear={() => void set({ job: null, state: null })}
                  />
                ) : (
                  <EmptyNever title="No target yet" icon={<Crosshair aria-hidden="true" />}>
                    The worker looks for targets within seconds. Paused jobs have none.
                  </EmptyNever>
                )
              }
            />
          </>
        )}
      </PageBody>
      {editing !== null && (
        <Suspense>
          <JobDialog
            job={editing === "new" ? undefined : editing}
            allowedCidrs={health.data?.allowedCidrs ?? []}
            onClose={() => setEditing(null)}
          />
        </Suspense>
      )}
    </WithDrawer>
  );
}
