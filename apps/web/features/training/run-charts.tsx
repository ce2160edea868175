"use client";
import type { RunDetail } from "@triops/domains/training/schemas";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { EmptyFilter, EmptyNever } from "@triops/ui/data-states";
import { Input } from "@triops/ui/input";
import { ChartLine } from "lucide-react";
import { parseAsInteger, parseAsString, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { CurveControls, useCurveLook } from "./curve-controls.tsx";
import { MetricCurve } from "./metric-curve.tsx";
import { isUnderWay } from "./run-marks.tsx";

/** Charts are drawn for these many metrics at first, and more when asked: never one per metric unasked. */
const firstShown = 6;
const parsers = {
  search: parseAsString.withDefault(""),
  shown: parseAsInteger.withDefault(firstShown),
};
const logMetric = {
  label: "A metric at each step",
  code: 'for step, loss in enumerate(losses):\n    mlflow.log_metric("loss", loss, step=step)',
};
const byName = new Intl.Collator("en", { numeric: true });
/** What has a course comes before what was logged once, which has no step as a rule. */
const byCourse = ({ metrics }: RunDetail, a: string, b: string): number =>
  Number((metrics[b]?.step ?? 0) > 0) - Number((metrics[a]?.step ?? 0) > 0) || byName.compare(a, b);

/** The metrics of one run as curves, moving while it is under way. */
export function RunCharts({ run }: { run: RunDetail }) {
  const [{ search, shown }, set] = useQueryStates(parsers);
  const curves = useCurveLook();
  const runs = useMemo(() => [{ id: run.id, name: run.name }], [run.id, run.name]);
  const all = Object.keys(run.metrics).sort((a, b) => byCourse(run, a, b));
  const fit = all.filter((key) => key.toLowerCase().includes(search.toLowerCase()));
  if (all.length === 0) {
    return (
      <EmptyNever title="No metric was logged" icon={<ChartLine aria-hidden="true" />} snippet={logMetric}>
        Each metric becomes a curve here, drawn while the run goes on.
      </EmptyNever>
    );
  }
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Input
          type="search"
          aria-label="Search metrics"
          placeholder="Search metrics"
          value={search}
          onChange={(event) => void set({ search: event.target.value || null })}
          className="w-full sm:w-56"
        />
        <CurveControls {...curves} />
      </div>
      {fit.length === 0 && (
        <EmptyFilter title="No metric of this name" onClear={() => void set({ search: null })} />
      )}
      <div className="grid gap-4 lg:grid-cols-2">
        {fit.slice(0, shown).map((metric) => (
          <Card key={metric}>
            <MetricCurve
              alone
              metric={metric}
              runs={runs}
              look={curves.look}
              moving={isUnderWay(run.status)}
            />
          </Card>
        ))}
      </div>
      {fit.length > shown && (
        <Button className="self-center" onClick={() => void set({ shown: shown + firstShown })}>
          Show more of {fit.length} metrics
        </Button>
      )}
    </>
  );
}
