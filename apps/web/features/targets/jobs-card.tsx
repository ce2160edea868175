"use client";
import { Badge } from "@triops/ui/badge";
import { Button, IconButton } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { ConfirmDialog } from "@triops/ui/dialog";
import { Skeleton } from "@triops/ui/skeleton";
import { Pause, Pencil, Play, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import type { ScrapeJob } from "./reads.ts";

type JobsCardProps = {
  jobs: readonly ScrapeJob[];
  loading: boolean;
  error: ReactNode;
  /** What is wrong with a job as a whole, by its id. */
  faults: Readonly<Record<string, string>>;
  onEdit: (job: ScrapeJob) => void;
};

export function JobsCard({ jobs, loading, error, faults, onEdit }: JobsCardProps) {
  const [removing, setRemoving] = useState<ScrapeJob | null>(null);
  const change = useChange("targets");
  return (
    <Card title="Scrape jobs" aside={jobs.length > 0 ? jobs.length : undefined}>
      {error ??
        (loading ? (
          <Skeleton className="h-16" />
        ) : (
          <ul className="flex flex-col">
            {jobs.map((job) => (
              <JobRow
                key={job.id}
                job={job}
                fault={faults[job.id]}
                onEdit={() => onEdit(job)}
                onRemove={() => setRemoving(job)}
              />
            ))}
          </ul>
        ))}
      <ConfirmDialog
        open={removing !== null}
        onOpenChange={(open) => {
          if (!open) setRemoving(null);
        }}
        title={`Delete the scrape job “${removing?.name}”?`}
        confirmLabel="Delete"
        onConfirm={() => {
          if (removing)
            change.mutate({
              method: "DELETE",
              path: `/targets/jobs/${removing.id}`,
              done: "Scrape job deleted",
            });
          setRemoving(null);
        }}
      >
        Nothing more is fetched from its targets. What was fetched stays.
      </ConfirmDialog>
    </Card>
  );
}

type JobRowProps = { job: ScrapeJob; fault: string | undefined; onEdit: () => void; onRemove: () => void };

function JobRow({ job, fault, onEdit, onRemove }: JobRowProps) {
  const mayWrite = useRefusal("targets:write");
  const change = useChange("targets");
  const { config } = job;
  const statics = config.staticConfigs.reduce((sum, group) => sum + group.targets.length, 0);
  const facts = [
    statics > 0 && `${statics} ${statics === 1 ? "address" : "addresses"}`,
    config.fileSd.length > 0 && `files ${config.fileSd.join(", ")}`,
    `every ${config.intervalSeconds} s`,
    config.scheme === "https" && (config.tls.insecureSkipVerify ? "https, certificate not checked" : "https"),
    config.auth.kind !== "none" && (job.hasSecret ? config.auth.kind : `${config.auth.kind}, secret missing`),
  ];
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line-subtle border-t py-2 first:border-t-0">
      <span className="min-w-0 flex-1 basis-52">
        <span className="flex flex-wrap items-center gap-2">
          <span className="font-medium text-body text-ink-1">{job.name}</span>
          {!job.enabled && <Badge>Paused</Badge>}
        </span>
        <span className="block text-dense text-ink-3">{facts.filter(Boolean).join(" · ")}</span>
        {fault && <span className="block text-dense text-sev2-text">{fault}</span>}
      </span>
      <span className="flex items-center gap-1">
        <Button
          size="sm"
          variant="ghost"
          icon={job.enabled ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}
          disabledReason={mayWrite}
          loading={change.isPending}
          onClick={() =>
            change.mutate({
              method: "PATCH",
              path: `/targets/jobs/${job.id}`,
              body: { enabled: !job.enabled },
              done: job.enabled ? "Paused" : "Resumed",
            })
          }
        >
          {job.enabled ? "Pause" : "Resume"}
        </Button>
        <IconButton
          size="sm"
          label={`Edit ${job.name}`}
          icon={<Pencil aria-hidden="true" />}
          disabledReason={mayWrite}
          onClick={onEdit}
        />
        <IconButton
          size="sm"
          label={`Delete ${job.name}`}
          icon={<Trash2 aria-hidden="true" />}
          disabledReason={mayWrite}
          onClick={onRemove}
        />
      </span>
    </li>
  );
}
