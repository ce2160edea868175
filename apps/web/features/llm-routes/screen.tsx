"use client";
import { PageHeader } from "@triops/ui/page-header";
import { SkeletonRows } from "@triops/ui/skeleton";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { lazy, Suspense } from "react";
import { RouteList } from "./list-view.tsx";
import { LlmTabs, llmViews } from "./llm-tabs.tsx";

const ProviderList = lazy(async () => ({
  default: (await import("../llm-providers/list-view.tsx")).ProviderList,
}));
const KeyList = lazy(async () => ({ default: (await import("../virtual-keys/list-view.tsx")).KeyList }));
const PriceList = lazy(async () => ({ default: (await import("../prices/list-view.tsx")).PriceList }));

/** Who may call which model, who answers it, and what it costs. */
export function RoutesAndKeys() {
  const [view] = useQueryState("view", parseAsStringLiteral(llmViews).withDefault("routes"));
  if (view === "routes") return <RouteList />;
  return (
    <Suspense
      fallback={
        <>
          <PageHeader title="Routes & keys" tabs={<LlmTabs active={view} />} />
          <SkeletonRows label="Loading" />
        </>
      }
    >
      {view === "providers" && <ProviderList />}
      {view === "keys" && <KeyList />}
      {view === "prices" && <PriceList />}
    </Suspense>
  );
}
