"use client";
import { useQuery } from "@tanstack/react-query";
import type { VersionMetrics } from "@triops/domains/models/schemas";
import { Card } from "@triops/ui/card";
import { cn } from "@triops/ui/class-names";
import { SkeletonRows } from "@triops/ui/skeleton";
import { formatValue, significant } from "@triops/ui/units";
import { errorOf } from "../../data/screen-states.tsx";
import { type ComparedMetric, comparedMetrics } from "./compared-metrics.ts";
import { versionMetrics } from "./reads.ts";

const verdictText = { better: "better", worse: "worse", equal: "equal", unknown: "" } as const;
const verdictMark = { better: "▲", worse: "▼", equal: "=", unknown: "" } as const;

/** What the version scored, beside what the champion scored, and the parameters that differ. */
export function VersionMetricsCard({ id }: { id: string }) {
  const query = useQuery(versionMetrics(id));
  const fault = errorOf(query.error, () => void query.refetch());
  const found = query.data;
  const other = found?.against;
  return (
    <Card
      title="Metrics"
      aside={
        other
          ? `against ${other.alias ?? "another version"}, version ${other.version}`
          : found && found.data.length > 0
            ? "no champion to compare with"
            : undefined
      }
      flush={found !== undefined && found.data.length > 0}
    >
      {!found && (fault ?? <SkeletonRows rows={3} label="Loading its metrics" />)}
      {found && found.data.length === 0 && (
        <p className="text-body text-ink-3">
          No metric is known: the version names no run, or its run logged none. Log metrics in the run that
          logs the model, so that versions can be compared.
        </p>
      )}
      {found && found.data.length > 0 && <MetricTable found={found} />}
      {found && <ParamDiff found={found} />}
    </Card>
  );
}

function MetricTable({ found }: { found: VersionMetrics }) {
  const sides = found.data.map(({ key, value, otherValue }) => ({ key, value, otherValue }));
  const pick = (side: "value" | "otherValue") =>
    Object.fromEntries(
      sides.flatMap((row) => {
        const value = row[side];
        return value === null ? [] : [[row.key, value] as const];
      }),
    );
  const rows = comparedMetrics(pick("value"), found.against ? pick("otherValue") : null);
  return (
    // A scrolling region must be reachable by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section tabIndex={0} aria-label="Metrics of this version" className="max-h-96 overflow-auto">
      <table className="w-full text-left text-body tabular-nums">
        <thead>
          <tr className="text-ink-3">
            <th scope="col" className="px-3 py-1.5 font-medium">
              Metric
            </th>
            <th scope="col" className="px-3 py-1.5 text-right font-medium">
              This version
            </th>
            {found.against && (
              <>
                <th scope="col" className="px-3 py-1.5 text-right font-medium">
                  Version {found.against.version}
                </th>
                <th scope="col" className="px-3 py-1.5 text-right font-medium">
                  Change
                </th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name} className="border-line-subtle border-t">
              <th scope="row" className="px-3 py-1.5 font-normal text-ink-1">
                {row.name}
              </th>
              <td className="px-3 py-1.5 text-right font-medium text-ink-1">{figure(row.value)}</td>
              {found.against && (
                <>
                  <td className="px-3 py-1.5 text-right text-ink-2">{figure(row.champion)}</td>
                  <td className="px-3 py-1.5 text-right">
                    <MetricChange row={row} />
                  </td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const figure = (value: number | null): string => (value === null ? "–" : significant(value, 5));

function MetricChange({ row }: { row: ComparedMetric }) {
  if (row.change === null && row.verdict === "unknown") return <span className="text-ink-3">–</span>;
  const tone =
    row.verdict === "better" ? "text-better" : row.verdict === "worse" ? "text-worse" : "text-ink-2";
  const sign = (row.change ?? 0) > 0 ? "+" : "";
  return (
    <span className={cn("whitespace-nowrap text-dense font-medium", tone)}>
      <span aria-hidden="true">{verdictMark[row.verdict]} </span>
      {row.change !== null && `${sign}${formatValue(row.change, "ratio")} `}
      {verdictText[row.verdict]}
    </span>
  );
}

function ParamDiff({ found }: { found: VersionMetrics }) {
  if (found.params.length === 0) return null;
  const differ = found.params.filter((param) => found.against && param.value !== param.otherValue);
  const shown = found.against ? differ : found.params;
  return (
    <details className="border-line-subtle border-t px-3 py-2">
      <summary className="cursor-pointer text-body font-medium text-ink-2">
        {found.against
          ? `${differ.length} of ${found.params.length} parameters differ`
          : `${found.params.length} ${found.params.length === 1 ? "parameter" : "parameters"}`}
      </summary>
      <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-body">
        {shown.map((param) => (
          <div key={param.key} className="col-span-2 grid grid-cols-subgrid">
            <dt className="font-mono text-dense text-ink-2">{param.key}</dt>
            <dd className="break-all font-mono text-dense text-ink-1">
              {found.against && <del className="mr-2 text-ink-3">{param.otherValue ?? "–"}</del>}
              {param.value ?? "–"}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
