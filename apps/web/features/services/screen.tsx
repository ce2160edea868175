"use client";
import { useQuery } from "@tanstack/react-query";
import { Button } from "@triops/ui/button";
import { PageHeader } from "@triops/ui/page-header";
import { Segmented } from "@triops/ui/segmented";
import { SkeletonRows } from "@triops/ui/skeleton";
import { List, Plus, Share2 } from "lucide-react";
import { useQueryStates } from "nuqs";
import { lazy, Suspense, useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { usePageRange } from "../../data/time-range.ts";
import { PageRangePicker } from "../../shell/page-range-picker.tsx";
import { ServiceList } from "./list-view.tsx";
import { serviceSummary } from "./reads.ts";
import { serviceParsers } from "./state.ts";
import { summaryAnswer } from "./words.ts";

/** Brings the drawing library along: most visits read the list. */
const ServiceMapView = lazy(async () => ({ default: (await import("./map-view.tsx")).ServiceMapView }));

const AddDialog = lazy(async () => ({ default: (await import("./add-dialog.tsx")).AddDialog }));

const viewOptions = [
  { value: "list", label: "List", icon: <List aria-hidden="true" /> },
  { value: "map", label: "Map", icon: <Share2 aria-hidden="true" /> },
] as const;

export function Services({ nowMs }: { nowMs: number }) {
  const page = usePageRange(nowMs);
  const span = { fromMs: page.fromMs, toMs: page.toMs };
  const [{ view }, set] = useQueryStates(serviceParsers);
  const [adding, setAdding] = useState(false);
  const mayWrite = useRefusal("services:write");
  const summary = useQuery(serviceSummary(span));
  return (
    <>
      <PageRangePicker page={page} />
      <PageHeader
        title="Services"
        answer={summary.data && summaryAnswer(summary.data)}
        actions={
          <>
            <Segmented
              label="View"
              options={viewOptions}
              value={view}
              onValueChange={(next) => void set({ view: next, node: null }, { history: "push" })}
            />
            <Button
              icon={<Plus aria-hidden="true" />}
              disabledReason={mayWrite}
              onClick={() => setAdding(true)}
            >
              Add service
            </Button>
          </>
        }
      />
      {view === "map" ? (
        <Suspense fallback={<SkeletonRows label="Loading the map" />}>
          <ServiceMapView span={span} />
        </Suspense>
      ) : (
        <ServiceList span={span} live={page.live} />
      )}
      {adding && (
        <Suspense>
          <AddDialog open onOpenChange={setAdding} />
        </Suspense>
      )}
    </>
  );
}
