"use client";
import { useQuery } from "@tanstack/react-query";
import { Card } from "@triops/ui/card";
import { useNow } from "@triops/ui/now";
import { errorOf } from "../../data/screen-states.tsx";
import { useChangeMarkers } from "../changes/markers.ts";
import { TimeChart } from "../metrics/time-chart.tsx";
import { type Span, trafficOf } from "./reads.ts";
import { errorSeries, latencySeries, requestSeries } from "./traffic-series.ts";

type TrafficCardProps = {
  name: string;
  span: Span;
  live: boolean;
  onRangeChange: (span: Span) => void;
};

const lanePx = 140;

/** Who answered how much, how badly and how fast, on one time axis with the changes of the deployment. */
export function TrafficCard({ name, span, live, onRangeChange }: TrafficCardProps) {
  const now = useNow();
  const query = useQuery(trafficOf(name, span));
  const markers = useChangeMarkers({ from: span.fromMs, to: span.toMs, service: name });
  const traffic = query.data;
  const fault = errorOf(query.error, () => void query.refetch());
  const lane = {
    range: span,
    markers,
    heightPx: lanePx,
    onRangeChange,
    loading: query.isPending,
    refreshing: query.isPlaceholderData && !live,
    headingLevel: 3 as const,
    empty: "Nothing was asked of it in this range",
    ...(traffic ? { stepMs: traffic.stepSeconds * 1_000 } : {}),
    ...(fault && !traffic ? { error: fault } : {}),
  };
  const asked = traffic?.variants.some(({ total }) => total.requests > 0) ?? false;
  const totalRequests = traffic?.variants
    .filter(({ role }) => role !== "shadow")
    .reduce((sum, { total }) => sum + total.requests, 0);
  return (
    <Card title="Traffic by variant">
      <div className="flex flex-col gap-4">
        <TimeChart
          {...lane}
          title="Requests"
          unit="perSecond"
          legend="list"
          series={traffic && asked ? requestSeries(traffic, now) : []}
          note={totalRequests === undefined ? undefined : `${totalRequests.toLocaleString("en-GB")} requests`}
        />
        <TimeChart
          {...lane}
          title="Share of requests that failed"
          unit="ratio"
          legend="list"
          limits={{ min: 0 }}
          series={traffic && asked ? errorSeries(traffic) : []}
        />
        <TimeChart
          {...lane}
          title="Latency, 95th percentile"
          unit="milliseconds"
          legend="list"
          series={traffic && asked ? latencySeries(traffic) : []}
        />
      </div>
    </Card>
  );
}
