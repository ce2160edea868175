"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Webhook } from "@triops/domains/webhooks/schemas";
import { Badge } from "@triops/ui/badge";
import { Button } from "@triops/ui/button";
import { EmptyNever } from "@triops/ui/data-states";
import { type Column, DataTable } from "@triops/ui/data-table";
import { WithDrawer } from "@triops/ui/drawer";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { Time } from "@triops/ui/time";
import { Plus, Webhook as WebhookIcon } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { lazy, Suspense, useState } from "react";
import { useMe, useRefusal } from "../../../data/me.tsx";
import { errorOf } from "../../../data/screen-states.tsx";
import { RegistryTabs } from "../registry-tabs.tsx";
import { webhookPages } from "./reads.ts";
import { WebhookDrawer } from "./webhook-drawer.tsx";

const WebhookDialog = lazy(async () => ({ default: (await import("./webhook-dialog.tsx")).WebhookDialog }));

const columns: readonly Column<Webhook>[] = [
  {
    id: "name",
    header: "Webhook",
    primary: true,
    cell: (row) => (
      <span className="flex min-w-0 flex-col">
        <span className="truncate font-medium text-ink-1">{row.name}</span>
        <span className="truncate font-mono text-dense text-ink-3">{row.url}</span>
      </span>
    ),
  },
  {
    id: "status",
    header: "State",
    widthPx: 100,
    cell: (row) => (
      <Badge tone={row.status === "ACTIVE" ? "ok" : "neutral"}>
        {row.status === "ACTIVE" ? "Active" : "Off"}
      </Badge>
    ),
  },
  {
    id: "events",
    header: "Events",
    hideBelow: "md",
    cell: (row) => (
      <span className="truncate text-ink-2" title={row.events.join(", ")}>
        {row.events.length === 1 ? row.events[0] : `${row.events.length} events`}
      </span>
    ),
  },
  {
    id: "signed",
    header: "Signed",
    widthPx: 90,
    hideBelow: "lg",
    cell: (row) => (row.hasSecret ? "Yes" : <span className="text-ink-3">No</span>),
  },
  {
    id: "created",
    header: "Added",
    widthPx: 120,
    hideBelow: "md",
    cell: (row) => <Time at={row.createdAt} />,
  },
];

/** Where the registry tells of its events; a row opens what was delivered. */
export function WebhookList() {
  const { webUrl } = useMe();
  const [open, setOpen] = useQueryState("webhook", parseAsString.withDefault(""));
  const [adding, setAdding] = useState(false);
  const mayWrite = useRefusal("webhooks:write");
  const pages = useInfiniteQuery(webhookPages());
  const rows = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const active = rows.find((row) => row.id === open);
  const add = (
    <Button
      variant="primary"
      icon={<Plus aria-hidden="true" />}
      disabledReason={mayWrite}
      onClick={() => setAdding(true)}
    >
      Add webhook
    </Button>
  );
  return (
    <WithDrawer drawer={active && <WebhookDrawer webhook={active} onClose={() => void setOpen(null)} />}>
      <PageHeader
        title="Registry"
        answer="Other systems hear of new versions, moved aliases and decided promotions by signed messages."
        actions={add}
        tabs={<RegistryTabs active="webhooks" />}
      />
      <PageBody className="pt-4">
        <DataTable
          caption="Webhooks"
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          onRowOpen={(row) => void setOpen(row.id === open ? null : row.id)}
          activeKey={open || null}
          loading={pages.isPending}
          hasMore={pages.hasNextPage}
          onLoadMore={() => void pages.fetchNextPage()}
          loadingMore={pages.isFetchingNextPage}
          error={pages.data ? undefined : errorOf(pages.error, () => void pages.refetch())}
          empty={
            <EmptyNever
              title="Nobody is told yet"
              icon={<WebhookIcon aria-hidden="true" />}
              snippet={{
                label: "Add a webhook with MLflow's client",
                code: [
                  `export MLFLOW_TRACKING_URI=${webUrl}`,
                  "export MLFLOW_TRACKING_TOKEN=<an API key with the scopes read and admin>",
                  `python -c "import mlflow; mlflow.MlflowClient().create_webhook(name='ci', url='https://ci.example/hook', events=['model_version.created'], secret='…')"`,
                ].join("\n"),
              }}
            >
              A webhook gets a signed message when something in the registry happens. Every delivery is kept,
              with what the other side answered, and can be sent again.
            </EmptyNever>
          }
        />
      </PageBody>
      {adding && (
        <Suspense>
          <WebhookDialog onClose={() => setAdding(false)} onDone={(id) => void setOpen(id)} />
        </Suspense>
      )}
    </WithDrawer>
  );
}
