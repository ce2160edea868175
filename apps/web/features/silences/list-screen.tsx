"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, ButtonLink } from "@triops/ui/button";
import { EmptyFilter, EmptyNever } from "@triops/ui/data-states";
import { Input } from "@triops/ui/input";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { Select } from "@triops/ui/select";
import { BellOff, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { parseAsString, useQueryStates } from "nuqs";
import { useMe, useRefusal } from "../../data/me.tsx";
import { PagedTable } from "../../data/paged-table.tsx";
import { paths } from "../../shell/paths.ts";
import { CrumbLabel } from "../../shell/slots.tsx";
import { AlertTabs } from "../alerts/tabs.tsx";
import { silenceColumns } from "./columns.tsx";
import { silencePages } from "./reads.ts";

const addressParsers = { state: parseAsString.withDefault("current"), search: parseAsString.withDefault("") };
const stateOptions = [
  { value: "current", label: "In effect or later" },
  { value: "active", label: "In effect" },
  { value: "pending", label: "Later" },
  { value: "expired", label: "Ended" },
  { value: "all", label: "All states" },
] as const;

export function SilenceList() {
  const router = useRouter();
  const { webUrl } = useMe();
  const [{ state, search }, setAddress] = useQueryStates(addressParsers);
  const mayWrite = useRefusal("silences:write");
  const pages = useInfiniteQuery(silencePages({ state: state === "all" ? "" : state, search }));
  const rows = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const count = `${rows.length}${pages.hasNextPage ? "+" : ""}`;
  return (
    <>
      <CrumbLabel>Silences</CrumbLabel>
      <PageHeader
        title="Silences"
        answer={
          state === "current" && !search && pages.data
            ? rows.length === 0
              ? "Every alert is heard."
              : `${count} ${rows.length === 1 ? "silence is" : "silences are"} in effect or to come.`
            : undefined
        }
        tabs={<AlertTabs />}
        actions={
          mayWrite ? (
            <Button disabledReason={mayWrite}>New silence</Button>
          ) : (
            <ButtonLink variant="primary" icon={<Plus aria-hidden="true" />} href={paths.newSilence()}>
              New silence
            </ButtonLink>
          )
        }
      />
      <PageBody className="pt-4">
        <search className="flex flex-wrap items-center gap-2">
          <Input
            type="search"
            aria-label="Search silences"
            placeholder="Search reasons and authors"
            value={search}
            onChange={(event) => void setAddress({ search: event.target.value || null })}
            className="w-full sm:w-56"
          />
          <Select
            aria-label="State"
            options={stateOptions}
            value={state as (typeof stateOptions)[number]["value"]}
            onValueChange={(next) => void setAddress({ state: next })}
            className="w-44"
          />
        </search>
        <PagedTable
          caption="Silences"
          columns={silenceColumns}
          rows={rows}
          rowKey={(row) => row.id}
          onRowOpen={(row) => router.push(paths.silence(row.id))}
          pages={pages}
          empty={
            state === "current" && !search ? (
              <EmptyNever
                title="Nothing is silenced"
                icon={<BellOff aria-hidden="true" />}
                snippet={{
                  label: "With amtool too",
                  code: `amtool silence add alertname=DiskFull -d 2h -c "disk is being replaced" \\\n  --alertmanager.url=${webUrl}/api/alertmanager --http.config.file=key.yml`,
                }}
              >
                A silence keeps alerts visible and calls nobody, for as long as you say: for maintenance, or
                while a fault is known.
              </EmptyNever>
            ) : (
              <EmptyFilter
                title="No silences match"
                onClear={() => void setAddress(null)}
                clearLabel="Show those in effect"
              />
            )
          }
        />
      </PageBody>
    </>
  );
}
