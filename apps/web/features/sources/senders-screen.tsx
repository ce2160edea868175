"use client";
import { useQuery } from "@tanstack/react-query";
import { ButtonLink } from "@triops/ui/button";
import { EmptyNever } from "@triops/ui/data-states";
import { DataTable } from "@triops/ui/data-table";
import { WithDrawer } from "@triops/ui/drawer";
import { useNow } from "@triops/ui/now";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { Stat, StatRow } from "@triops/ui/stat";
import { Cable, Plus } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { useMe } from "../../data/me.tsx";
import { errorOf } from "../../data/screen-states.tsx";
import { usePageRange } from "../../data/time-range.ts";
import { PageRangePicker } from "../../shell/page-range-picker.tsx";
import { paths } from "../../shell/paths.ts";
import { sourceColumns } from "./columns.tsx";
import { LimitsCard } from "./limits-card.tsx";
import { sourceList } from "./reads.ts";
import { otlpSnippet } from "./snippets.ts";
import { SourceDrawer } from "./source-drawer.tsx";
import { SourcesTabs } from "./sources-tabs.tsx";
import { answerFor } from "./words.ts";

/** Who sends what, how much, what was refused and why. */
export function Senders({ nowMs }: { nowMs: number }) {
  const { gatewayUrl } = useMe();
  const page = usePageRange(nowMs);
  const beat = useNow();
  const [openKey, setOpenKey] = useQueryState("source", parseAsString);
  const query = useQuery(sourceList({ fromMs: page.fromMs, toMs: page.toMs }));
  const rows = query.data?.data ?? [];
  const totals = query.data?.totals;
  const open = rows.find((row) => keyOf(row) === openKey);
  const curve = rows.reduce<number[]>((sum, row) => row.curve.map((value, at) => value + (sum[at] ?? 0)), []);
  return (
    <>
      <PageRangePicker page={page} />
      <WithDrawer drawer={open && <SourceDrawer source={open} onClose={() => void setOpenKey(null)} />}>
        <PageHeader
          title="Sources"
          answer={totals ? answerFor(rows, totals.rejected, beat) : undefined}
          actions={
            <ButtonLink href={paths.setUp()} variant="primary" icon={<Plus aria-hidden="true" />}>
              Connect a source
            </ButtonLink>
          }
          tabs={<SourcesTabs />}
        />
        <PageBody className="pt-4">
          {totals && rows.length > 0 && (
            <StatRow>
              <Stat label="Accepted a second, now" value={totals.perSecond} trend={curve.slice(0, -1)} />
              <Stat
                label="Accepted"
                value={totals.accepted}
                note={`${totals.late.toLocaleString("en")} of them late`}
              />
              <Stat
                label="Refused"
                value={totals.rejected}
                href={paths.refused()}
                note="each with its reason"
              />
              <Stat label="Dropped" value={0} note="always: stored, or said" />
            </StatRow>
          )}
          <DataTable
            caption="Senders"
            columns={sourceColumns}
            rows={rows}
            rowKey={keyOf}
            activeKey={openKey}
            onRowOpen={(row) => void setOpenKey(keyOf(row))}
            loading={query.isPending}
            refreshing={query.isPlaceholderData && !page.live}
            error={errorOf(query.data ? null : query.error, () => void query.refetch())}
            empty={
              <EmptyNever
                title="Nothing has been sent in this range"
                icon={<Cable aria-hidden="true" />}
                snippet={otlpSnippet(gatewayUrl)}
                actions={<ButtonLink href={paths.setUp()}>Other ways to connect</ButtonLink>}
              >
                Every key that sends telemetry appears here by itself, with its rate and what was refused.
              </EmptyNever>
            }
          />
          <LimitsCard />
        </PageBody>
      </WithDrawer>
    </>
  );
}

const keyOf = (row: { source: string; signal: string }): string => `${row.source}.${row.signal}`;
