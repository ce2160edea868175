"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { limitsInWords } from "@triops/domains/virtual-keys/rules";
import type { NewVirtualKey, Team } from "@triops/domains/virtual-keys/schemas";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { EmptyFilter, EmptyNever } from "@triops/ui/data-states";
import { DataTable } from "@triops/ui/data-table";
import { SearchInput } from "@triops/ui/input";
import { useNow } from "@triops/ui/now";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { Segmented } from "@triops/ui/segmented";
import { KeyRound, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { lazy, Suspense, useState } from "react";
import { useMe, useRefusal } from "../../data/me.tsx";
import { PagedTable } from "../../data/paged-table.tsx";
import { paths } from "../../shell/paths.ts";
import { LlmTabs } from "../llm-routes/llm-tabs.tsx";
import { curlSnippet } from "../llm-routes/snippets.ts";
import { keyColumns, teamColumns } from "./columns.tsx";
import { keyPages, teamPages, workspaceLimits } from "./reads.ts";
import { SpendBars } from "./spend-bars.tsx";
import { keysAnswer, unpricedLabels } from "./words.ts";

const KeyDialog = lazy(async () => ({ default: (await import("./key-dialog.tsx")).KeyDialog }));
const NewVirtualKeyDialog = lazy(async () => ({
  default: (await import("./new-key-dialog.tsx")).NewVirtualKeyDialog,
}));
const TeamDialog = lazy(async () => ({ default: (await import("./limits-dialog.tsx")).TeamDialog }));
const WorkspaceLimitsDialog = lazy(async () => ({
  default: (await import("./limits-dialog.tsx")).WorkspaceLimitsDialog,
}));

const states = ["active", "ended"] as const;
const stateOptions = [
  { value: "active", label: "Working" },
  { value: "ended", label: "Ended" },
] as const;
const addressParsers = {
  search: parseAsString.withDefault(""),
  state: parseAsStringLiteral(states).withDefault("active"),
};
/** Counters move with every call. */
const freshMs = 10_000;

export function KeyList() {
  const router = useRouter();
  const now = useNow();
  const { gatewayUrl } = useMe();
  const [{ search, state }, setAddress] = useQueryStates(addressParsers);
  const mayWrite = useRefusal("virtual-keys:admin");
  const [creating, setCreating] = useState(false);
  const [made, setMade] = useState<NewVirtualKey | null>(null);
  const pages = useInfiniteQuery({ ...keyPages({ search, state }), refetchInterval: freshMs });
  const found = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const rows = found.map((row) => ({ ...row, now }));
  const create = (
    <Button
      variant="primary"
      icon={<Plus aria-hidden="true" />}
      disabledReason={mayWrite}
      onClick={() => setCreating(true)}
    >
      New key
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Routes & keys"
        answer={
          search === "" && state === "active" && pages.data ? keysAnswer(found, pages.hasNextPage) : undefined
        }
        actions={create}
        tabs={<LlmTabs active="keys" />}
      />
      <PageBody className="grid gap-4 pt-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <search className="flex flex-wrap items-center gap-2">
            <div className="w-full sm:w-64">
              <SearchInput
                label="Search virtual keys"
                value={search}
                onValueChange={(next) => void setAddress({ search: next || null })}
              />
            </div>
            <Segmented
              label="Which keys"
              options={stateOptions}
              value={state}
              onValueChange={(next) => void setAddress({ state: next })}
            />
          </search>
          <PagedTable
            caption="Virtual keys"
            columns={keyColumns}
            rows={rows}
            rowKey={(row) => row.id}
            onRowOpen={(row) => router.push(paths.virtualKey(row.id))}
            pages={pages}
            empty={
              search !== "" || state === "ended" ? (
                <EmptyFilter
                  title={search === "" ? "No key has ended" : "No key is called that"}
                  onClear={() => void setAddress({ search: null, state: null })}
                />
              ) : (
                <EmptyNever
                  title="No virtual key yet"
                  icon={<KeyRound aria-hidden="true" />}
                  snippet={{
                    label: "a call with a virtual key",
                    code: curlSnippet(gatewayUrl, "your-route", "$TRIOPS_LLM_KEY"),
                  }}
                  actions={create}
                >
                  Programs call the gateway with a virtual key instead of a provider's: it says which routes
                  they may call and how much they may spend, and it can be ended at any time.
                </EmptyNever>
              )
            }
          />
          <Teams />
        </div>
        <aside aria-label="Limits of the workspace">
          <WorkspaceCard />
        </aside>
      </PageBody>
      <Suspense>
        {creating && <KeyDialog onClose={() => setCreating(false)} onMade={setMade} />}
        {made && <NewVirtualKeyDialog made={made} onClose={() => setMade(null)} />}
      </Suspense>
    </>
  );
}

function Teams() {
  const pages = useInfiniteQuery(teamPages());
  const mayWrite = useRefusal("virtual-keys:admin");
  const [editing, setEditing] = useState<Team | "new" | null>(null);
  const onEdit = (team: Team) => setEditing(team);
  const rows = (pages.data?.pages.flatMap((page) => page.data) ?? []).map((row) => ({ ...row, onEdit }));
  return (
    <Card
      title="Teams"
      flush
      actions={
        <Button size="sm" disabledReason={mayWrite} onClick={() => setEditing("new")}>
          New team
        </Button>
      }
    >
      {pages.data && rows.length === 0 ? (
        <p className="px-3 py-4 text-body text-ink-3">
          No team yet. A team's limits hold for all its keys together.
        </p>
      ) : (
        <DataTable
          caption="Teams"
          columns={teamColumns}
          rows={rows}
          rowKey={(row) => row.id}
          loading={pages.isPending}
          hasMore={pages.hasNextPage}
          onLoadMore={() => void pages.fetchNextPage()}
          rowKeys={false}
        />
      )}
      {editing && !mayWrite && (
        <Suspense>
          <TeamDialog team={editing === "new" ? null : editing} onClose={() => setEditing(null)} />
        </Suspense>
      )}
    </Card>
  );
}

function WorkspaceCard() {
  const query = useQuery({ ...workspaceLimits(), refetchInterval: freshMs });
  const mayOwn = useRefusal("virtual-keys:own");
  const [editing, setEditing] = useState(false);
  const current = query.data;
  return (
    <Card
      title="The whole workspace"
      actions={
        <Button
          size="sm"
          variant="ghost"
          disabledReason={mayOwn ?? (current ? undefined : "Not loaded yet")}
          onClick={() => setEditing(true)}
        >
          Change
        </Button>
      }
      footer="Every call counts here, whatever key it comes with."
    >
      {current ? (
        <div className="flex flex-col gap-4">
          <SpendBars spend={current.spend} of="the workspace" />
          {(current.limits.requestsPerMinute !== null || current.limits.tokensPerMinute !== null) && (
            <p className="text-body text-ink-2">
              {limitsInWords({ ...current.limits, spend: [], unpriced: "allow" })}
            </p>
          )}
          <p className="text-body text-ink-2">
            Models without a price: {unpricedLabels[current.limits.unpriced].short}
          </p>
        </div>
      ) : (
        <p className="text-body text-ink-3">{query.error ? query.error.message : "Loading…"}</p>
      )}
      {editing && current && (
        <Suspense>
          <WorkspaceLimitsDialog current={current} onClose={() => setEditing(false)} />
        </Suspense>
      )}
    </Card>
  );
}
