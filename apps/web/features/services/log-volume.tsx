"use client";
import { useQuery } from "@tanstack/react-query";
import type { ChartMarker } from "@triops/ui/chart-types";
import { TextLink } from "@triops/ui/text-link";
import { lazy, Suspense } from "react";
import { paths } from "../../shell/paths.ts";
import { logHistogram } from "../logs/reads.ts";
import { quoted } from "./quoted.ts";
import type { Span } from "./reads.ts";

const LevelHistogram = lazy(async () => ({
  default: (await import("../logs/level-histogram.tsx")).LevelHistogram,
}));

type LogVolumeProps = {
  name: string;
  span: Span;
  markers: readonly ChartMarker[];
  onRangeChange: (span: Span) => void;
};

/** How much it wrote, by level. */
export function LogVolume({ name, span, markers, onRangeChange }: LogVolumeProps) {
  const q = `service:${quoted(name)}`;
  const query = useQuery(logHistogram(q, span));
  if (!query.data || query.data.total === 0) return null;
  return (
    <section>
      <h3 className="mb-1 flex items-baseline justify-between gap-2 text-body font-semibold text-ink-1">
        Log lines <TextLink href={paths.logs({ q })}>All its logs</TextLink>
      </h3>
      <Suspense>
        <LevelHistogram histogram={query.data} span={span} markers={markers} onZoom={onRangeChange} />
      </Suspense>
    </section>
  );
}
