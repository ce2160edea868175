"use client";
import { Skeleton } from "@triops/ui/skeleton";
import type { TimeChartProps } from "@triops/ui/time-chart";
import { lazy, Suspense } from "react";

const Chart = lazy(async () => ({ default: (await import("@triops/ui/time-chart")).TimeChart }));

/** The chart of the design system, loaded beside the page instead of before it. */
export function TimeChart(props: TimeChartProps) {
  return (
    <Suspense fallback={<Skeleton className="h-64" />}>
      <Chart {...props} />
    </Suspense>
  );
}
