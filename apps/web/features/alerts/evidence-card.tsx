"use client";
import type { Alert } from "@triops/domains/alerts/schemas";
import { Card } from "@triops/ui/card";
import { useNow } from "@triops/ui/now";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { formatValue, unitOf } from "@triops/ui/units";
import { paths } from "../../shell/paths.ts";
import { useChangeMarkers } from "../changes/markers.ts";
import { MetricChart } from "../metrics/metric-chart.tsx";
import { PromqlChart } from "../metrics/promql-chart.tsx";
import { type Evidence, readEvidence, signText, whySentence } from "./evidence.ts";

const marginMs = 30 * 60_000;

/** Why this alert exists: the series, what was expected of it, which signs spoke, what else moved. */
export default function EvidenceCard({ alert }: { alert: Alert }) {
  const facts = readEvidence(alert.evidence);
  // By the minute: each step asks for the chart anew.
  const now = Math.floor(useNow() / 60_000) * 60_000;
  const opened = Date.parse(alert.openedAt);
  const ended = alert.resolvedAt ? Date.parse(alert.resolvedAt) : null;
  const lastMs = Math.max(opened, ended ?? now);
  const span = { fromMs: opened - marginMs, toMs: ended === null ? lastMs : lastMs + marginMs };
  const markers = useChangeMarkers({
    from: span.fromMs,
    to: span.toMs,
    service: alert.labels.service_name,
  });
  if (!facts) return null;
  const unit = unitOf(facts.unit);
  const filters = Object.entries(alert.labels)
    // `alertname` was added when it opened: no label of the series.
    .filter(([label]) => label !== "__name__" && label !== "alertname")
    .slice(0, 20)
    .map(([label, value]) => ({ label, op: "=" as const, value }));
  const band = typeof facts.lower === "number" && typeof facts.upper === "number";
  const look = {
    heightPx: 220,
    legend: "none" as const,
    markers,
    shadings: [
      {
        id: "alert",
        label: "this alert",
        fromMs: opened,
        toMs: Math.max(lastMs, opened + 60_000),
        level: "sev2" as const,
      },
    ],
    ...(band
      ? {
          bands: [
            {
              id: "expected",
              label: "expected when it opened",
              points: [
                [span.fromMs, facts.lower ?? null, facts.upper ?? null],
                [span.toMs, facts.lower ?? null, facts.upper ?? null],
              ] as const,
            },
          ],
        }
      : {}),
    ...(facts.threshold === undefined
      ? {}
      : {
          thresholds: [
            {
              id: "limit",
              label: "limit",
              value: facts.threshold,
              zone: facts.op?.startsWith("<") ? ("below" as const) : ("above" as const),
            },
          ],
        }),
    empty: "The points of that time are no longer kept, or never arrived.",
  };
  return (
    <>
      <Card
        title="Why"
        actions={
          <TextLink
            href={paths.metrics({
              ...(facts.promql === undefined
                ? { metric: facts.metric, filters: JSON.stringify(filters), aggregate: aggregateOf(facts) }
                : { query: facts.promql }),
              from: new Date(span.fromMs).toISOString(),
              to: new Date(span.toMs).toISOString(),
            })}
          >
            Explore
          </TextLink>
        }
      >
        <p className="mb-3 text-form text-ink-1">{whySentence(facts, (value) => formatValue(value, unit))}</p>
        {facts.promql === undefined ? (
          <MetricChart
            title={facts.metric}
            question={{ metric: facts.metric, filters, aggregate: aggregateOf(facts) }}
            span={span}
            {...look}
          />
        ) : (
          <PromqlChart
            title={facts.promql}
            query={facts.promql}
            labels={Object.fromEntries(filters.map(({ label, value }) => [label, value]))}
            unit={unit}
            span={span}
            {...look}
          />
        )}
      </Card>
      <Judgement facts={facts} />
    </>
  );
}

const aggregateOf = (facts: Evidence) =>
  facts.aggregate === "rate" || facts.aggregate === "increase" ? facts.aggregate : "avg";

/** How sure, from what, and what moved at the same time. */
function Judgement({ facts }: { facts: Evidence }) {
  if (facts.kind !== "anomaly" && facts.moved.length === 0) return null;
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      {facts.kind === "anomaly" && (
        <Card title="How it was judged">
          <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-body">
            <dt className="text-ink-3">Score</dt>
            <dd>{facts.score?.toFixed(4)} of 1</dd>
            <dt className="text-ink-3">Confidence</dt>
            <dd>{facts.confidence === undefined ? "unknown" : `${Math.round(facts.confidence * 100)} %`}</dd>
            <dt className="text-ink-3">Learned from</dt>
            <dd>{facts.trainedFrom ? <Time at={facts.trainedFrom} format="absolute" /> : "unknown"}</dd>
          </dl>
          <ul aria-label="What spoke for it, by weight" className="mt-3 flex flex-col gap-1.5 text-body">
            {[...facts.parts]
              .sort((a, b) => b.contribution - a.contribution)
              .map((part) => (
                <li
                  key={part.name}
                  className="grid grid-cols-[14rem_1fr_3rem] items-center gap-2 max-sm:grid-cols-[10rem_1fr_3rem]"
                >
                  <span className="text-ink-2">{signText(part.name)}</span>
                  <span aria-hidden="true" className="h-1.5 overflow-hidden rounded-full bg-sunken">
                    <span
                      className="block h-full bg-accent"
                      style={{ width: `${Math.min(100, Math.max(0, part.contribution * 100))}%` }}
                    />
                  </span>
                  <span className="text-right tabular-nums">{Math.round(part.contribution * 100)} %</span>
                </li>
              ))}
          </ul>
        </Card>
      )}
      {facts.moved.length > 0 && (
        <Card title="What else moved">
          <ul className="flex flex-col gap-2 text-body">
            {facts.moved.map((other) => (
              <li key={`${other.metric}${JSON.stringify(other.labels)}`} className="min-w-0">
                <TextLink
                  href={paths.metrics({ metric: other.metric })}
                  className="break-all font-mono text-dense"
                >
                  {other.metric}
                </TextLink>
                <p className="text-dense text-ink-3">
                  score {other.score.toFixed(3)} at <Time at={other.at} format="absolute" />
                </p>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </div>
  );
}
