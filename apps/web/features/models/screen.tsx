"use client";
import { PageHeader } from "@triops/ui/page-header";
import { SkeletonRows } from "@triops/ui/skeleton";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { lazy, Suspense } from "react";
import { ModelList } from "./list-screen.tsx";
import { RegistryTabs } from "./registry-tabs.tsx";

const WebhookList = lazy(async () => ({ default: (await import("./webhooks/list-screen.tsx")).WebhookList }));

/** The registry: its models, and where it tells of its events. */
export function Registry() {
  const [view] = useQueryState(
    "view",
    parseAsStringLiteral(["models", "webhooks"] as const).withDefault("models"),
  );
  if (view === "models") return <ModelList />;
  return (
    <Suspense
      fallback={
        <>
          <PageHeader title="Registry" tabs={<RegistryTabs active="webhooks" />} />
          <SkeletonRows label="Loading the webhooks" />
        </>
      }
    >
      <WebhookList />
    </Suspense>
  );
}
