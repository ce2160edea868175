"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ApiKey, NewApiKey } from "@triops/domains/api-keys/schemas";
import { Badge } from "@triops/ui/badge";
import { Button } from "@triops/ui/button";
import { EmptyFilter, EmptyNever } from "@triops/ui/data-states";
import type { Column } from "@triops/ui/data-table";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { Segmented } from "@triops/ui/segmented";
import { Time } from "@triops/ui/time";
import { KeyRound, Plus } from "lucide-react";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { lazy, Suspense, useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { PagedTable } from "../../data/paged-table.tsx";
import { SettingsTabs } from "../settings/settings-tabs.tsx";
import { KeyMenu } from "./key-menu.tsx";
import { NewKeyDialog } from "./new-key-dialog.tsx";
import { apiKeyPages } from "./reads.ts";

const CreateKeyDialog = lazy(async () => ({
  default: (await import("./create-dialog.tsx")).CreateKeyDialog,
}));

const states = ["active", "ended"] as const;
const stateOptions = [
  { value: "active", label: "Working" },
  { value: "ended", label: "Ended" },
] as const;

function ended(key: ApiKey): string | null {
  if (key.revokedAt) return "Revoked";
  return key.expiresAt && Date.parse(key.expiresAt) <= Date.now() ? "Expired" : null;
}

function keyColumns(onMade: (made: NewApiKey) => void): readonly Column<ApiKey>[] {
  return [
    {
      id: "name",
      header: "Key",
      primary: true,
      cell: (row) => (
        <span className="min-w-0">
          <span className="block truncate font-medium text-ink-1">{row.name}</span>
          <span className="block truncate font-mono text-dense text-ink-3">{row.prefix}…</span>
        </span>
      ),
    },
    {
      id: "scopes",
      header: "Scopes",
      cell: (row) => (
        <span className="flex flex-wrap gap-1">
          {row.scopes.map((scope) => (
            <Badge key={scope} tone="outline">
              {scope}
            </Badge>
          ))}
        </span>
      ),
    },
    {
      id: "used",
      header: "Last used",
      widthPx: 120,
      cell: (row) =>
        row.lastUsedAt ? <Time at={row.lastUsedAt} /> : <span className="text-ink-3">never</span>,
    },
    {
      id: "expires",
      header: "Ends",
      widthPx: 150,
      hideBelow: "md",
      cell: (row) => {
        const over = ended(row);
        if (over) return <Badge tone="unknown">{over}</Badge>;
        return row.expiresAt ? (
          <Time at={row.expiresAt} format="absolute" />
        ) : (
          <span className="text-ink-3">never</span>
        );
      },
    },
    {
      id: "menu",
      header: "Actions",
      hideHeader: true,
      widthPx: 56,
      align: "end",
      cell: (row) => <KeyMenu apiKey={row} ended={ended(row) !== null} onMade={onMade} />,
    },
  ];
}

export function ApiKeysSettings() {
  const [state, setState] = useQueryState("state", parseAsStringLiteral(states).withDefault("active"));
  const pages = useInfiniteQuery(apiKeyPages(state));
  const mayWrite = useRefusal("api-keys:admin");
  const [creating, setCreating] = useState(false);
  const [made, setMade] = useState<NewApiKey | null>(null);
  const [columns] = useState(() => keyColumns(setMade));
  const rows = pages.data?.pages.flatMap((page) => page.data) ?? [];
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
        title="API keys"
        answer="Programs sign in with these. A key is shown once, when it is made."
        actions={create}
        tabs={<SettingsTabs />}
      />
      <PageBody className="pt-4">
        <Segmented
          label="Which keys"
          options={stateOptions}
          value={state}
          onValueChange={(next) => void setState(next)}
          className="self-start"
        />
        <PagedTable
          caption="API keys"
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          pages={pages}
          empty={
            state === "active" ? (
              <EmptyNever title="No key works yet" icon={<KeyRound aria-hidden="true" />} actions={create}>
                Make one with the scope “ingest” to send telemetry.
              </EmptyNever>
            ) : (
              <EmptyFilter
                title="No key has ended"
                onClear={() => void setState(null)}
                clearLabel="Show working keys"
              />
            )
          }
        />
      </PageBody>
      {creating && (
        <Suspense>
          <CreateKeyDialog open onOpenChange={setCreating} onMade={setMade} />
        </Suspense>
      )}
      <NewKeyDialog made={made} onClose={() => setMade(null)} />
    </>
  );
}
