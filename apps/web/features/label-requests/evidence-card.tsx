"use client";
import { useQuery } from "@tanstack/react-query";
import type { Evidence } from "@triops/domains/label-requests/schemas";
import { Card } from "@triops/ui/card";
import { SkeletonRows } from "@triops/ui/skeleton";
import { formatCount, formatDuration, formatUsd, formatValue, significant } from "@triops/ui/units";
import { lazy, Suspense } from "react";
import { errorOf } from "../../data/screen-states.tsx";
import type { Template } from "../prompts/draft.ts";
import { requestEvidence } from "./reads.ts";

const DiffView = lazy(async () => ({ default: (await import("../prompts/diff-view.tsx")).DiffView }));

type Side = NonNullable<Evidence["candidate"]>;
type Figures = Side["figures"];

/** What changes for callers, and how both versions do in production. */
export function EvidenceCards({ id }: { id: string }) {
  const query = useQuery(requestEvidence(id));
  const fault = errorOf(query.error, () => void query.refetch());
  const found = query.data;
  if (!found)
    return <Card title="Evidence">{fault ?? <SkeletonRows rows={4} label="Loading the evidence" />}</Card>;
  const { candidate, current } = found;
  return (
    <>
      <Card
        title="What changes"
        aside={candidate && current ? `v${current.version} → v${candidate.version}` : undefined}
      >
        {candidate && current ? (
          <Suspense fallback={<SkeletonRows rows={3} label="Comparing" />}>
            <DiffView before={saidBy(current)} after={saidBy(candidate)} />
          </Suspense>
        ) : (
          <p className="text-body text-ink-3">
            {candidate
              ? "The label points at nothing yet: there is nothing to compare with."
              : "The label is taken away."}
          </p>
        )}
      </Card>
      <Card
        title="In production"
        aside={found.frozen ? "as it was when it was decided" : "last 7 days"}
        flush={candidate?.figures != null || current?.figures != null}
      >
        {candidate?.figures == null && current?.figures == null ? (
          <p className="text-body text-ink-3">
            Neither version was called in this time. Run both in the playground to see what they answer.
          </p>
        ) : (
          <FiguresTable candidate={candidate} current={current} />
        )}
      </Card>
    </>
  );
}

const saidBy = ({ template, config }: Side) => ({
  template: template as Template,
  config,
  declaredVariables: null,
});

const rows: readonly { label: string; text: (figures: NonNullable<Figures>) => string }[] = [
  { label: "Calls", text: ({ calls }) => formatCount(calls) },
  {
    label: "Failed",
    text: ({ calls, errors }) => (calls === 0 ? "–" : formatValue(errors / calls, "ratio")),
  },
  {
    label: "Cost of a call",
    text: ({ costUsd, calls, unpriced }) =>
      costUsd === null || calls === unpriced ? "no price" : formatUsd(Number(costUsd) / (calls - unpriced)),
  },
  { label: "Latency, median", text: ({ p50Ms }) => (p50Ms === null ? "–" : formatDuration(p50Ms)) },
  { label: "Latency, 95th percentile", text: ({ p95Ms }) => (p95Ms === null ? "–" : formatDuration(p95Ms)) },
  {
    label: "Tokens out of a call",
    text: ({ outputTokens, calls }) => (calls === 0 ? "–" : significant(outputTokens / calls)),
  },
];

function FiguresTable({ candidate, current }: { candidate: Side | null; current: Side | null }) {
  const scores = [
    ...new Set([candidate, current].flatMap((side) => side?.figures?.quality.map(({ name }) => name) ?? [])),
  ];
  const score = (side: Side | null, name: string) => {
    const found = side?.figures?.quality.find((one) => one.name === name);
    return found ? `${found.mean === null ? "–" : significant(found.mean)} (${found.count})` : "–";
  };
  const cell = (side: Side | null, text: (figures: NonNullable<Figures>) => string) =>
    side?.figures ? text(side.figures) : "not called";
  return (
    <table className="w-full text-left text-body tabular-nums">
      <thead>
        <tr className="text-ink-3">
          <th scope="col" className="px-3 py-1.5 font-medium">
            Figure
          </th>
          <th scope="col" className="px-3 py-1.5 text-right font-medium">
            {current ? `v${current.version}, now` : "Now"}
          </th>
          <th scope="col" className="px-3 py-1.5 text-right font-medium">
            {candidate ? `v${candidate.version}, asked for` : "Asked for"}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ label, text }) => (
          <tr key={label} className="border-line-subtle border-t">
            <th scope="row" className="px-3 py-1.5 font-normal text-ink-1">
              {label}
            </th>
            <td className="px-3 py-1.5 text-right text-ink-2">{cell(current, text)}</td>
            <td className="px-3 py-1.5 text-right text-ink-1">{cell(candidate, text)}</td>
          </tr>
        ))}
        {scores.map((name) => (
          <tr key={name} className="border-line-subtle border-t">
            <th scope="row" className="px-3 py-1.5 font-normal text-ink-1">
              Score {name}
            </th>
            <td className="px-3 py-1.5 text-right text-ink-2">{score(current, name)}</td>
            <td className="px-3 py-1.5 text-right text-ink-1">{score(candidate, name)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
