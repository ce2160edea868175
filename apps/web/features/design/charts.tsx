"use client";
import { BarList, ColumnChart } from "@triops/ui/bar-chart";
import { Card } from "@triops/ui/card";
import { ErrorState } from "@triops/ui/data-states";
import { type ChartRange, TimeChart } from "@triops/ui/time-chart";
import { useMemo } from "react";
import { sampleBand, sampleRange, sampleSeries, withLeap } from "./samples.ts";
import { Section } from "./section.tsx";

type ChartsProps = { nowMs: number; onRangeChange: (range: ChartRange) => void };

export function ChartsSection({ nowMs, onRangeChange }: ChartsProps) {
  const data = useMemo(() => {
    const cpu = withLeap(sampleSeries("CPU", 1, nowMs));
    const leapMs = cpu.points.at(Math.floor(cpu.points.length * 0.72))?.[0] ?? nowMs;
    return {
      cpu,
      leapMs,
      band: sampleBand(cpu),
      hosts: [
        "api-1.eu-west.example",
        "api-2.eu-west.example",
        "worker-1.eu-west.example",
        "db-primary.eu-west.example",
      ].map((label, index) =>
        sampleSeries(label, index + 2, nowMs, { scale: 90 + index * 60, gap: index === 1 }),
      ),
      many: Array.from({ length: 34 }, (_, index) =>
        sampleSeries(`pod-${index}.checkout.svc`, index, nowMs, { points: 240, scale: 1e8 }),
      ),
      range: sampleRange(sampleSeries("latency", 5, nowMs, { scale: 800 })),
    };
  }, [nowMs]);
  return (
    <Section title="Charts">
      <div className="grid min-w-0 items-start gap-4 xl:grid-cols-2">
        <Card>
          <TimeChart
            title="CPU of web-1"
            unit="percent"
            series={[data.cpu]}
            bands={[data.band]}
            limits={{ min: 0, max: 100 }}
            stepMs={60_000}
            reducer="avg"
            thresholds={[{ id: "limit", label: "Limit", value: 90, zone: "above", level: "sev2" }]}
            shadings={[
              {
                id: "anomaly",
                label: "Anomaly",
                fromMs: data.leapMs,
                toMs: data.leapMs + 12 * 60_000,
                level: "sev3",
              },
            ]}
            markers={[
              {
                id: "deploy",
                atMs: data.leapMs - 4 * 60_000,
                label: "Deploy checkout 4.2.1",
                detail: "by Ada",
                href: "/design",
              },
            ]}
            onRangeChange={onRangeChange}
          />
        </Card>
        <Card>
          <TimeChart
            title="Response time by host"
            unit="milliseconds"
            series={data.hosts}
            stepMs={60_000}
            reducer="p95"
            totalSeries={12}
            note="n = 48,210 requests"
            onRangeChange={onRangeChange}
          />
        </Card>
        <Card>
          <TimeChart
            title="Memory by pod"
            unit="bytes"
            series={data.many}
            stepMs={60_000}
            reducer="max"
            live
          />
        </Card>
        <Card>
          <TimeChart
            title="Traffic"
            unit="perSecond"
            series={data.hosts}
            stepMs={60_000}
            reducer="sum"
            stacked
          />
          <div className="mt-6">
            <TimeChart
              title="Latency with its extremes"
              unit="milliseconds"
              series={[data.range]}
              stepMs={60_000}
              reducer="avg, with min and max"
              heightPx={140}
              legend="none"
            />
          </div>
        </Card>
        <Card title="Refreshing, empty, failed" className="xl:col-span-2">
          <div className="grid gap-4 md:grid-cols-2 xl:grid-cols-4">
            <TimeChart
              title="Refreshing"
              series={[data.cpu]}
              refreshing
              heightPx={140}
              legend="none"
              hideSummary
            />
            <TimeChart title="First load" series={[]} loading heightPx={140} />
            <TimeChart title="Empty" series={[]} heightPx={140} />
            <TimeChart
              title="Failed"
              series={[]}
              heightPx={140}
              error={
                <ErrorState
                  title="The store did not answer"
                  requestId="req_01k9"
                  onRetry={() => {}}
                  className="py-2"
                />
              }
            />
          </div>
        </Card>
        <Card title="Largest disks">
          <BarList
            label="Largest disks"
            unit="bytes"
            bars={[
              { id: "a", label: "/var/lib/postgres", value: 412e9 },
              { id: "b", label: "/var/lib/clickhouse", value: 298e9 },
              { id: "c", label: "/home", value: 84e9 },
              { id: "d", label: "/boot", value: null },
            ]}
          />
        </Card>
        <Card title="Alerts per hour" aside="the last bar is still running">
          <ColumnChart
            label="Alerts per hour"
            unit="count"
            bars={Array.from({ length: 36 }, (_, index) => ({
              id: String(index),
              label: `${index} h`,
              value: index === 20 ? null : Math.abs(Math.round(Math.sin(index / 4) * 9)) + 1,
              partial: index === 35,
            }))}
          />
        </Card>
      </div>
    </Section>
  );
}
