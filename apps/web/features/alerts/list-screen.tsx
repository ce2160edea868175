"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { Summary } from "@triops/domains/alerts/schemas";
import { ButtonLink } from "@triops/ui/button";
import { EmptyFilter, EmptyNever } from "@triops/ui/data-states";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { formatCount } from "@triops/ui/units";
import { BellOff } from "lucide-react";
import { useRouter } from "next/navigation";
import { parseAsString, useQueryStates } from "nuqs";
import { useMemo, useState } from "react";
import { useMe } from "../../data/me.tsx";
import { PagedTable } from "../../data/paged-table.tsx";
import { paths } from "../../shell/paths.ts";
import { BulkBar } from "./bulk-bar.tsx";
import { alertColumns } from "./columns.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { conditionsOf, filtersOf, isPlain, whereOf } from "./filters.ts";
import { GroupTable } from "./group-table.tsx";
import { alertPages, alertSummary } from "./reads.ts";
import { prometheusAlertsSnippet } from "./snippets.ts";
import { AlertTabs } from "./tabs.tsx";

const text = parseAsString.withDefault("");
const addressParsers = {
  state: parseAsString.withDefault("open"),
  severity: text,
  source: text,
  service: text,
  search: text,
  monitorId: text,
  where: text,
  by: text,
};

export function AlertList() {
  const router = useRouter();
  const { gatewayUrl } = useMe();
  const [{ by, ...address }, setAddress] = useQueryStates(addressParsers);
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());
  const summary = useQuery(alertSummary);
  const pages = useInfiniteQuery(alertPages(filtersOf(address)));
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.data) ?? [], [pages.data]);
  const selected = rows.filter((row) => selection.has(row.id));
  const plain = isPlain(address);

  function openGroup(value: string) {
    if (by === "severity" || by === "service" || by === "source") {
      // A group of those without is found by its empty label.
      if (value !== "") return void setAddress({ by: null, [by]: value });
    }
    const condition = { name: by, value, isRegex: false, isEqual: true };
    void setAddress({ by: null, where: whereOf([...conditionsOf(address.where), condition]) });
  }

  return (
    <>
      <PageHeader title="Alerts" answer={summary.data && answerFor(summary.data)} tabs={<AlertTabs />} />
      <PageBody className="pt-4">
        <FilterBar address={address} by={by} onChange={(change) => void setAddress(change)} />
        {by !== "" ? (
          <GroupTable by={by} state={address.state} onOpen={openGroup} />
        ) : (
          <>
            {selected.length > 0 && <BulkBar alerts={selected} onDone={() => setSelection(new Set())} />}
            <PagedTable
              caption="Alerts"
              columns={alertColumns}
              rows={rows}
              rowKey={(row) => row.id}
              rowLabel={(row) => row.title}
              selection={selection}
              onSelectionChange={setSelection}
              onRowOpen={(row) => router.push(paths.alert(row.id))}
              pages={pages}
              empty={
                plain && address.state === "open" ? (
                  <EmptyNever
                    title="No alert is open"
                    icon={<BellOff aria-hidden="true" />}
                    snippet={{
                      label: "Alerts of your Prometheus, in prometheus.yml",
                      code: prometheusAlertsSnippet(gatewayUrl),
                    }}
                    actions={<ButtonLink href={paths.monitors()}>See what is watched</ButtonLink>}
                  >
                    Monitors open alerts here when a series leaves what is allowed or expected, and so do your
                    Prometheus and Alertmanager.
                  </EmptyNever>
                ) : (
                  <EmptyFilter
                    title="No alerts match"
                    onClear={() => void setAddress(null)}
                    clearLabel="Show open"
                  />
                )
              }
            />
          </>
        )}
      </PageBody>
    </>
  );
}

/** "12 alerts are open, 3 of them silenced; the worst is SEV1." */
function answerFor({ open, silenced, bySeverity, atLeast }: Summary): string {
  if (open === 0) return "Nothing claims to be wrong.";
  const worst = (["sev1", "sev2", "sev3", "sev4"] as const).find((level) => (bySeverity[level] ?? 0) > 0);
  const number = `${atLeast ? "More than " : ""}${formatCount(open)}`;
  const quiet = silenced > 0 ? `, ${formatCount(silenced)} of them silenced` : "";
  return `${number} ${open === 1 ? "alert is" : "alerts are"} open${quiet}; the worst is ${worst?.toUpperCase()}.`;
}
