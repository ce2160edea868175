"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { TestResult, Webhook } from "@triops/domains/webhooks/schemas";
import { Badge } from "@triops/ui/badge";
import { Button } from "@triops/ui/button";
import { ConfirmDialog } from "@triops/ui/dialog";
import { Drawer } from "@triops/ui/drawer";
import { Facts } from "@triops/ui/facts";
import { Segmented } from "@triops/ui/segmented";
import { SkeletonRows } from "@triops/ui/skeleton";
import { toast } from "@triops/ui/toast";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { lazy, Suspense, useState } from "react";
import { useRefusal } from "../../../data/me.tsx";
import { useChange } from "../../../data/mutate.ts";
import { errorOf } from "../../../data/screen-states.tsx";
import { DeliveryItem } from "./delivery-item.tsx";
import { deliveryPages } from "./reads.ts";
import { eventText } from "./words.ts";

const WebhookDialog = lazy(async () => ({ default: (await import("./webhook-dialog.tsx")).WebhookDialog }));

const states = ["all", "failed", "delivered"] as const;
const stateOptions = [
  { value: "all", label: "All" },
  { value: "failed", label: "Failed" },
  { value: "delivered", label: "Delivered" },
] as const;

/** One webhook: what it hears of, what was delivered, test, replay. */
export function WebhookDrawer({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const change = useChange<TestResult>("webhooks");
  const mayWrite = useRefusal("webhooks:write");
  const [state, setState] = useQueryState("deliveries", parseAsStringLiteral(states).withDefault("all"));
  const [asking, setAsking] = useState<"edit" | "delete" | null>(null);
  const pages = useInfiniteQuery(deliveryPages(webhook.id, state === "all" ? "" : state));
  const deliveries = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const on = webhook.status === "ACTIVE";
  return (
    <Drawer
      title={webhook.name}
      badges={<Badge tone={on ? "ok" : "neutral"}>{on ? "Active" : "Off"}</Badge>}
      onClose={onClose}
      defaultWidthPx={480}
    >
      <div className="flex flex-col gap-4">
        <Facts
          items={[
            {
              label: "Address",
              value: <span className="break-all font-mono text-dense">{webhook.url}</span>,
            },
            { label: "Events", value: webhook.events.map(eventText).join(", ") },
            { label: "Signed", value: webhook.hasSecret ? "With its secret" : "No secret is set" },
            ...(webhook.description ? [{ label: "Description", value: webhook.description }] : []),
          ]}
        />
        <div className="flex flex-wrap gap-2">
          <Button
            disabledReason={mayWrite}
            loading={change.isPending}
            onClick={() =>
              change.mutate({
                path: `/webhooks/${webhook.id}/test`,
                onDone: (result) =>
                  result.success
                    ? toast.success(`It answered ${result.status}`)
                    : toast.error(result.error ?? `It answered ${result.status}`),
              })
            }
          >
            Send a test
          </Button>
          <Button disabledReason={mayWrite} onClick={() => setAsking("edit")}>
            Edit
          </Button>
          <Button
            disabledReason={mayWrite}
            onClick={() =>
              change.mutate({
                method: "PATCH",
                path: `/webhooks/${webhook.id}`,
                body: { status: on ? "DISABLED" : "ACTIVE" },
                done: on ? "Switched off" : "Switched on",
              })
            }
          >
            {on ? "Switch off" : "Switch on"}
          </Button>
          <Button variant="ghost" disabledReason={mayWrite} onClick={() => setAsking("delete")}>
            Delete
          </Button>
        </div>
        <section className="flex flex-col gap-2">
          <div className="flex flex-wrap items-center justify-between gap-2">
            <h3 className="text-form font-semibold text-ink-1">Deliveries</h3>
            <Segmented
              size="sm"
              label="Which deliveries"
              options={stateOptions}
              value={state}
              onValueChange={(next) => void setState(next)}
            />
          </div>
          {!pages.data &&
            (errorOf(pages.error, () => void pages.refetch()) ?? (
              <SkeletonRows rows={3} label="Loading deliveries" />
            ))}
          {pages.data && deliveries.length === 0 && (
            <p className="text-body text-ink-3">Nothing was delivered yet. Send a test to see it answer.</p>
          )}
          <ul className="flex flex-col">
            {deliveries.map((delivery) => (
              <DeliveryItem key={delivery.id} delivery={delivery} />
            ))}
          </ul>
          {pages.hasNextPage && (
            <Button
              variant="ghost"
              loading={pages.isFetchingNextPage}
              onClick={() => void pages.fetchNextPage()}
            >
              Show earlier
            </Button>
          )}
        </section>
      </div>
      {asking === "edit" && (
        <Suspense>
          <WebhookDialog webhook={webhook} onClose={() => setAsking(null)} />
        </Suspense>
      )}
      <ConfirmDialog
        open={asking === "delete"}
        onOpenChange={(open) => !open && setAsking(null)}
        title={`Delete ${webhook.name}?`}
        confirmLabel="Delete webhook"
        pending={change.isPending}
        onConfirm={() =>
          change.mutate({
            method: "DELETE",
            path: `/webhooks/${webhook.id}`,
            done: "Deleted",
            onDone: onClose,
          })
        }
      >
        Nothing more is sent to it, and its deliveries go with it.
      </ConfirmDialog>
    </Drawer>
  );
}
