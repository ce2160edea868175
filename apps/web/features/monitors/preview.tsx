"use client";
import { useQuery } from "@tanstack/react-query";
import type { Condition, PreviewResult, Signal } from "@triops/domains/monitors/schemas";
import { Card } from "@triops/ui/card";
import { Notice } from "@triops/ui/data-states";
import { Segmented } from "@triops/ui/segmented";
import { useDeferredValue, useMemo, useState } from "react";
import { errorOf } from "../../data/screen-states.tsx";
import { PreviewChart } from "./preview-chart.tsx";
import { monitorPreview } from "./reads.ts";

const spans = [
  { value: "0.25", label: "6 h" },
  { value: "1", label: "1 day" },
  { value: "7", label: "7 days" },
  { value: "14", label: "14 days" },
] as const;

/** How often the rule would have fired, on what really happened. */
export function Preview({ signal, condition }: { signal: Signal; condition: Condition }) {
  const [days, setDays] = useState<(typeof spans)[number]["value"]>("1");
  // As text, because a new object with each render would be deferred anew with each render.
  const text = useDeferredValue(JSON.stringify({ signal, condition }));
  const rule = useMemo(() => JSON.parse(text) as { signal: Signal; condition: Condition }, [text]);
  const preview = useQuery({
    ...monitorPreview(rule.signal, rule.condition, Number(days)),
    staleTime: 60_000,
  });
  const result = preview.data;
  return (
    <Card
      title="On what happened lately"
      actions={<Segmented label="Period" size="sm" options={spans} value={days} onValueChange={setDays} />}
    >
      {errorOf(preview.error, () => void preview.refetch()) ?? (
        <div className="flex flex-col gap-3" aria-busy={preview.isFetching}>
          <p role="status" className="text-form text-ink-1">
            {result ? verdict(result, Number(days)) : "Judging the past …"}
          </p>
          {result && !result.complete && (
            <Notice tone="warning">There was more than could be judged in time; this is only a part.</Notice>
          )}
          {result?.series.map((series) => (
            <PreviewChart
              key={series.seriesKey}
              name={rule.signal.promql ?? rule.signal.metric}
              condition={rule.condition}
              result={result}
              series={series}
            />
          ))}
        </div>
      )}
    </Card>
  );
}

function verdict({ episodeCount, seriesTotal, series }: PreviewResult, days: number): string {
  if (seriesTotal === 0) return "No series matches in this period.";
  const period = days < 1 ? `${days * 24} hours` : days === 1 ? "day" : `${days} days`;
  const times =
    episodeCount === 0
      ? "would not have fired"
      : `would have fired ${episodeCount} ${episodeCount === 1 ? "time" : "times"}`;
  const shown = series.length < seriesTotal ? ` Judged on ${series.length} of ${seriesTotal} series.` : "";
  return `In the last ${period} it ${times}.${shown}`;
}
