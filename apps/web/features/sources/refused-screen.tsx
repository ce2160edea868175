"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { reasonText, rejectionReasons } from "@triops/domains/sources/rules";
import type { DeadLetter } from "@triops/domains/sources/schemas";
import { EmptyFilter, EmptyNever } from "@triops/ui/data-states";
import type { Column } from "@triops/ui/data-table";
import { Drawer, WithDrawer } from "@triops/ui/drawer";
import { Facts } from "@triops/ui/facts";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { Select } from "@triops/ui/select";
import { Snippet } from "@triops/ui/snippet";
import { Time } from "@triops/ui/time";
import { formatCount } from "@triops/ui/units";
import { CircleCheck } from "lucide-react";
import { parseAsString, useQueryStates } from "nuqs";
import { PagedTable } from "../../data/paged-table.tsx";
import { CrumbLabel } from "../../shell/slots.tsx";
import { refusedPages } from "./reads.ts";
import { SourcesTabs } from "./sources-tabs.tsx";

const parsers = {
  signal: parseAsString.withDefault(""),
  source: parseAsString.withDefault(""),
  reason: parseAsString.withDefault(""),
  letter: parseAsString,
};
const signalOptions = [
  { value: "", label: "All signals" },
  ...["metrics", "traces", "logs", "alerts", "changes", "predictions"].map((value) => ({
    value,
    label: value,
  })),
];
const reasonOptions = [
  { value: "", label: "All reasons" },
  ...Object.keys(rejectionReasons).map((value) => ({ value, label: value })),
];

const columns: readonly Column<DeadLetter>[] = [
  { id: "time", header: "When", widthPx: 130, cell: (row) => <Time at={row.time} /> },
  { id: "signal", header: "Signal", widthPx: 90, cell: (row) => row.signal },
  {
    id: "reason",
    header: "Why",
    primary: true,
    cell: (row) => (
      <span className="min-w-0">
        <span className="text-ink-1">{reasonText(row.reason)}</span>
        <span className="block truncate font-mono text-dense text-ink-3">{row.detail}</span>
      </span>
    ),
  },
  { id: "sender", header: "Sender", widthPx: 200, hideBelow: "md", cell: (row) => row.name ?? "gone" },
  {
    id: "count",
    header: "Refused with it",
    widthPx: 130,
    align: "end",
    hideBelow: "lg",
    cell: (row) => <span className="tabular-nums">{formatCount(row.count)}</span>,
  },
];

/** Samples come seconds after the refusal; who watches for one sees it come. */
const askAgainMs = 5_000;

/** Samples of what was refused in the last day: enough to see what to mend at the sender. */
export function Refused() {
  const [{ letter, ...filters }, set] = useQueryStates(parsers);
  const pages = useInfiniteQuery({ ...refusedPages(filters), refetchInterval: askAgainMs });
  const rows = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const open = rows.find((row) => row.id === letter);
  const filtered = Object.values(filters).some((value) => value !== "");
  return (
    <WithDrawer
      drawer={
        open && (
          <Drawer title={reasonText(open.reason)} onClose={() => void set({ letter: null })}>
            <Letter letter={open} />
          </Drawer>
        )
      }
    >
      <CrumbLabel>Refused</CrumbLabel>
      <PageHeader
        title="Sources"
        answer="Samples of what was refused in the last day, at most one a minute for each reason."
        tabs={<SourcesTabs />}
      />
      <PageBody className="pt-4">
        <search className="flex flex-wrap items-center gap-2">
          <Select
            aria-label="Signal"
            options={signalOptions}
            value={filters.signal}
            onValueChange={(next) => void set({ signal: next || null, letter: null })}
            className="w-40"
          />
          <Select
            aria-label="Reason"
            options={reasonOptions}
            value={filters.reason}
            onValueChange={(next) => void set({ reason: next || null, letter: null })}
            className="w-52"
          />
        </search>
        <PagedTable
          caption="Refused"
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          activeKey={letter}
          onRowOpen={(row) => void set({ letter: row.id })}
          pages={pages}
          empty={
            filtered ? (
              <EmptyFilter
                title="Nothing of the kind was refused"
                onClear={() => void set({ signal: null, source: null, reason: null, letter: null })}
              />
            ) : (
              <EmptyNever title="Nothing was refused" icon={<CircleCheck aria-hidden="true" />}>
                When a sender sends something that cannot be stored, it is told so, the refusal is counted,
                and a sample of it is kept here for 14 days.
              </EmptyNever>
            )
          }
        />
      </PageBody>
    </WithDrawer>
  );
}

function Letter({ letter }: { letter: DeadLetter }) {
  return (
    <div className="flex flex-col gap-4">
      <Facts
        items={[
          { label: "When", value: <Time at={letter.time} format="full" /> },
          { label: "Signal", value: letter.signal },
          { label: "Sender", value: letter.name ?? "a key that is gone" },
          { label: "Reason", value: <code className="font-mono text-dense">{letter.reason}</code> },
          { label: "Refused with it", value: formatCount(letter.count) },
          { label: "Detail", value: <span className="break-words">{letter.detail || "none"}</span> },
        ]}
      />
      <Snippet label="What was sent" code={readable(letter.payload) || "(empty)"} />
    </div>
  );
}

/** JSON over several lines; anything else as it is. */
function readable(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2);
  } catch {
    return payload;
  }
}
