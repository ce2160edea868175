"use client";
import { lazy, Suspense } from "react";
import type { PageRange } from "../data/time-range.ts";
import { TopBarControls } from "./slots.tsx";
import { useTimeRangeKeys } from "./time-range-keys.ts";

const TimeRangePicker = lazy(async () => ({
  default: (await import("@triops/ui/time-range-picker")).TimeRangePicker,
}));

/** The page's time range in the top bar, with its keys. `comparable` adds the period before. */
export function PageRangePicker({ page, comparable = false }: { page: PageRange; comparable?: boolean }) {
  useTimeRangeKeys({
    value: page.range,
    onValueChange: page.setRange,
    live: page.live,
    onLiveChange: page.setLive,
  });
  return (
    <TopBarControls>
      <Suspense>
        <TimeRangePicker
          value={page.range}
          onValueChange={page.setRange}
          live={page.live}
          onLiveChange={page.setLive}
          {...(comparable ? { compare: page.compare, onCompareChange: page.setCompare } : {})}
        />
      </Suspense>
    </TopBarControls>
  );
}
