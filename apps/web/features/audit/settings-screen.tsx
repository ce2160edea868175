"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { AuditEvent } from "@triops/domains/audit/schemas";
import { Button } from "@triops/ui/button";
import { EmptyFilter, Notice } from "@triops/ui/data-states";
import type { Column } from "@triops/ui/data-table";
import { Drawer, WithDrawer } from "@triops/ui/drawer";
import { Facts } from "@triops/ui/facts";
import { JsonDiff } from "@triops/ui/json-diff";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { Select } from "@triops/ui/select";
import { Time } from "@triops/ui/time";
import { ShieldCheck, ShieldX } from "lucide-react";
import { parseAsString, useQueryStates } from "nuqs";
import { PagedTable } from "../../data/paged-table.tsx";
import { errorOf } from "../../data/screen-states.tsx";
import { SettingsTabs } from "../settings/settings-tabs.tsx";
import { auditPages, auditVerification } from "./reads.ts";

const nouns = ["incidents", "alerts", "monitors", "members", "api-keys", "workspaces", "jobs"];
const nounOptions = [
  { value: "", label: "Everything" },
  ...nouns.map((noun) => ({ value: `${noun}.`, label: noun })),
];
const parsers = {
  verb: parseAsString.withDefault(""),
  subjectId: parseAsString.withDefault(""),
  event: parseAsString,
};

const columns: readonly Column<AuditEvent>[] = [
  { id: "at", header: "When", widthPx: 130, cell: (row) => <Time at={row.at} /> },
  {
    id: "who",
    header: "Who",
    widthPx: 180,
    cell: (row) => (row.actorKind === "system" ? <span className="text-ink-3">Triops</span> : row.actorName),
  },
  {
    id: "verb",
    header: "Did",
    primary: true,
    cell: (row) => <span className="font-mono text-dense">{row.verb}</span>,
  },
  {
    id: "subject",
    header: "To",
    hideBelow: "md",
    cell: (row) => (
      <span className="text-ink-2">
        {row.subjectType} <span className="font-mono text-dense text-ink-3">{row.subjectId.slice(-8)}</span>
      </span>
    ),
  },
  {
    id: "seq",
    header: "Row",
    widthPx: 80,
    align: "end",
    hideBelow: "lg",
    cell: (row) => <span className="text-ink-3 tabular-nums">{row.seq}</span>,
  },
];

export function AuditSettings() {
  const [{ verb, subjectId, event }, set] = useQueryStates(parsers);
  const pages = useInfiniteQuery(auditPages({ verb, subjectId }));
  const rows = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const open = rows.find((row) => row.id === event);
  return (
    <>
      <PageHeader
        title="Audit log"
        answer="Every change: who, what, before and after. Rows are only ever added, and each seals the one before."
        tabs={<SettingsTabs />}
      />
      <PageBody className="pt-4">
        <div className="flex flex-wrap items-center gap-2">
          <Select
            aria-label="What was changed"
            options={nounOptions}
            value={verb}
            onValueChange={(next) => void set({ verb: next || null, event: null })}
            className="w-44"
          />
          <Verify />
        </div>
        <WithDrawer
          drawer={
            open && (
              <Drawer title={open.verb} onClose={() => void set({ event: null })}>
                <EventDetail event={open} />
              </Drawer>
            )
          }
        >
          <PagedTable
            caption="Audit log"
            columns={columns}
            rows={rows}
            rowKey={(row) => row.id}
            activeKey={event}
            onRowOpen={(row) => void set({ event: row.id })}
            pages={pages}
            empty={
              <EmptyFilter
                title="No change matches"
                onClear={() => void set({ verb: null, subjectId: null })}
              />
            }
          />
        </WithDrawer>
      </PageBody>
    </>
  );
}

function EventDetail({ event }: { event: AuditEvent }) {
  return (
    <div className="flex flex-col gap-4">
      <Facts
        items={[
          { label: "When", value: <Time at={event.at} format="full" /> },
          { label: "Who", value: `${event.actorName} (${event.actorKind})` },
          { label: "To", value: `${event.subjectType} ${event.subjectId}` },
          { label: "From", value: event.ip ?? "inside Triops" },
          { label: "Program", value: event.userAgent ?? "unknown" },
          {
            label: "Request",
            value: <span className="break-all font-mono text-dense">{event.requestId}</span>,
          },
          { label: "Seal", value: <span className="break-all font-mono text-dense">{event.hash}</span> },
        ]}
      />
      <JsonDiff label="Before and after" before={event.before} after={event.after} />
    </div>
  );
}

/** Walks the chain on demand: it reads every row. */
function Verify() {
  const check = useQuery({ ...auditVerification(), enabled: false });
  const result = check.data;
  return (
    <>
      <Button
        icon={<ShieldCheck aria-hidden="true" />}
        loading={check.isFetching}
        onClick={() => void check.refetch()}
      >
        Check the seals
      </Button>
      {errorOf(check.error, () => void check.refetch())}
      {result && !check.isFetching && (
        <Notice
          role="status"
          tone={result.fault ? "error" : "info"}
          icon={result.fault ? <ShieldX aria-hidden="true" /> : <ShieldCheck aria-hidden="true" />}
        >
          {result.fault ? result.fault.text : `All ${result.checked} rows are as they were written.`}
        </Notice>
      )}
    </>
  );
}
