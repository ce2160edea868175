"use client";
import { Card } from "@triops/ui/card";
import { useChangeMarkers } from "../changes/markers.ts";
import { MetricChart } from "../metrics/metric-chart.tsx";
import type { Span } from "../metrics/reads.ts";
import { hostCharts } from "./host-questions.ts";

type HostChartsProps = { span: Span; live: boolean; onRangeChange: (span: Span) => void };

export function HostCharts({ span, live, onRangeChange }: HostChartsProps) {
  const markers = useChangeMarkers({ from: span.fromMs, to: span.toMs });
  return (
    <section aria-label="Hosts" className="grid gap-4 lg:grid-cols-2">
      {hostCharts.map(({ title, question, stacked = false }) => (
        <Card key={title}>
          <MetricChart
            title={title}
            question={question}
            span={span}
            live={live}
            markers={markers}
            heightPx={180}
            stacked={stacked}
            area={!stacked}
            onRangeChange={onRangeChange}
            empty="No host sends this. The guide for operations engineers shows how to connect one."
          />
        </Card>
      ))}
    </section>
  );
}
