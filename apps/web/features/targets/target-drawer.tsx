"use client";
import { ButtonLink } from "@triops/ui/button";
import { Drawer } from "@triops/ui/drawer";
import { Facts } from "@triops/ui/facts";
import { Time } from "@triops/ui/time";
import { formatCount, formatDuration } from "@triops/ui/units";
import { Activity } from "lucide-react";
import { paths } from "../../shell/paths.ts";
import { Labels, TargetState } from "./columns.tsx";
import type { TargetHealth } from "./reads.ts";

export function TargetDrawer({ target, onClose }: { target: TargetHealth; onClose: () => void }) {
  const instance = target.labels.instance;
  const filters = JSON.stringify([
    { label: "job", op: "=", value: target.job },
    ...(instance ? [{ label: "instance", op: "=", value: instance }] : []),
  ]);
  return (
    <Drawer
      title={instance ?? target.url}
      onClose={onClose}
      footer={
        target.state !== "dropped" && (
          <ButtonLink
            size="sm"
            href={paths.metrics({ metric: "up", filters })}
            icon={<Activity aria-hidden="true" />}
          >
            See when it was up
          </ButtonLink>
        )
      }
    >
      <div className="flex flex-col gap-5">
        {target.error && (
          <p role="alert" className="rounded-card bg-sev2-tint p-3 text-body text-sev2-text">
            {target.error}
          </p>
        )}
        <Facts
          items={[
            { label: "State", value: <TargetState state={target.state} /> },
            { label: "Address", value: <span className="break-all font-mono text-dense">{target.url}</span> },
            { label: "Job", value: target.job },
            {
              label: "Last scrape",
              value: target.lastScrapeAt ? <Time at={target.lastScrapeAt} format="full" /> : "none yet",
            },
            { label: "Took", value: target.durationMs === null ? "–" : formatDuration(target.durationMs) },
            {
              label: "Samples",
              value:
                target.samples === null
                  ? "–"
                  : `${formatCount(target.samples)}, ${formatCount(target.kept ?? 0)} after relabelling`,
            },
          ]}
        />
        <section aria-label="Labels after relabelling" className="flex flex-col gap-2">
          <h3 className="text-body font-semibold text-ink-1">Labels after relabelling</h3>
          {target.state === "dropped" ? (
            <p className="text-body text-ink-3">Relabelling dropped this target.</p>
          ) : (
            <Labels labels={target.labels} />
          )}
        </section>
        <section aria-label="Labels as discovered" className="flex flex-col gap-2">
          <h3 className="text-body font-semibold text-ink-1">As discovered</h3>
          <Labels labels={target.discovered} />
        </section>
      </div>
    </Drawer>
  );
}
