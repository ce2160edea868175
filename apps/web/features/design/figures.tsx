"use client";
import { Avatar } from "@triops/ui/avatar";
import { Badge } from "@triops/ui/badge";
import { Card } from "@triops/ui/card";
import { JsonDiff } from "@triops/ui/json-diff";
import { Meter, Progress } from "@triops/ui/progress";
import { SeverityMark } from "@triops/ui/severity-mark";
import { CopyText, Snippet } from "@triops/ui/snippet";
import { Stat, StatRow } from "@triops/ui/stat";
import { TextLink } from "@triops/ui/text-link";
import { Timeline } from "@triops/ui/timeline";
import { Rocket } from "lucide-react";
import { sampleSeries } from "./samples.ts";
import { Section } from "./section.tsx";

export function FiguresSection({ nowMs }: { nowMs: number }) {
  const trend = (seed: number) =>
    sampleSeries("trend", seed, nowMs, { points: 40 }).points.map(([, value]) => value);
  return (
    <Section title="Figures and streams">
      <StatRow>
        <Stat
          label="Open incidents"
          value={2}
          unit="count"
          previous={4}
          better="down"
          href="/incidents"
          trend={trend(1)}
        />
        <Stat
          label="Error rate"
          value={1.37}
          unit="percent"
          previous={0.9}
          better="down"
          note="n = 48,210"
          trend={trend(4)}
        />
        <Stat
          label="p95 latency"
          value={412}
          unit="milliseconds"
          previous={498}
          better="down"
          trend={trend(6)}
        />
        <Stat
          label="Ingest"
          value={12_480}
          unit="perSecond"
          previous={12_100}
          note="samples"
          trend={trend(8)}
        />
        <Stat label="Spend today" value={null} unit="usd" note="no prices yet" />
      </StatRow>
      <div className="grid gap-4 lg:grid-cols-2">
        <Card title="Timeline">
          <Timeline
            label="Timeline"
            entries={[
              {
                id: "1",
                at: nowMs - 50 * 60_000,
                mark: <SeverityMark level="sev2" />,
                title: (
                  <>
                    Alert <TextLink href="/alerts">CPU above its expected range</TextLink> opened
                  </>
                ),
              },
              {
                id: "2",
                at: nowMs - 44 * 60_000,
                mark: <Rocket aria-hidden="true" />,
                title: "Deploy checkout 4.2.1 by ci",
              },
              {
                id: "3",
                at: nowMs - 30 * 60_000,
                mark: <Avatar name="Grace Hopper" />,
                title: <span className="font-medium">Grace Hopper</span>,
                human: true,
                body: "Rolled back to 4.2.0. Error rate is falling; keeping this open for ten minutes.",
              },
              {
                id: "4",
                at: nowMs - 4 * 60_000,
                mark: <SeverityMark level="ok" />,
                title: "Resolved by Grace Hopper",
              },
            ]}
          />
        </Card>
        <Card title="Progress and use">
          <div className="flex flex-col gap-5">
            <Progress
              label="Importing spans"
              done={412_000}
              total={1_200_000}
              perSecond={8200}
              onCancel={() => {}}
            />
            <Progress label="Counting rows" done={1200} total={null} />
            <div className="flex flex-col gap-2">
              <Meter label="Disk" value={42} max={100} />
              <Meter label="Series" value={86} max={100} />
              <Meter label="Budget" value={104} max={100} />
            </div>
            <div className="flex flex-wrap items-center gap-2">
              <Avatar name="Ada Lovelace" label="Ada Lovelace" size="lg" />
              <Avatar name="Grace Hopper" label="Grace Hopper" />
              <Avatar name="Alan Turing" label="Alan Turing" size="sm" />
              <Badge>viewer</Badge>
              <Badge tone="accent">@champion</Badge>
              <Badge tone="outline">read</Badge>
              <Badge mono>env=prod</Badge>
            </div>
            <CopyText value="0190c1f2-8a6b-7000-8000-5d2c6a7f9e01" label="incident id" />
          </div>
        </Card>
        <Card title="Before and after">
          <JsonDiff
            label="Change of a member"
            before={{ role: "viewer", name: "Ada", limits: { series: 1000, days: 30 } }}
            after={{ role: "editor", name: "Ada", limits: { series: 5000, days: 30 }, note: "on call" }}
          />
        </Card>
        <Card title="Snippet">
          <Snippet
            label="OpenTelemetry settings"
            code={
              'export OTEL_EXPORTER_OTLP_ENDPOINT="http://localhost:4318"\nexport OTEL_EXPORTER_OTLP_HEADERS="authorization=Bearer tri_demo"'
            }
          />
        </Card>
      </div>
    </Section>
  );
}
