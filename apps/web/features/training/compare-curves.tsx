"use client";
import type { Run } from "@triops/domains/training/schemas";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { LimitNotice } from "@triops/ui/data-states";
import { Input } from "@triops/ui/input";
import { formatCount } from "@triops/ui/units";
import { parseAsInteger, parseAsString, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { CurveControls, useCurveLook } from "./curve-controls.tsx";
import { MetricCurve } from "./metric-curve.tsx";
import { keysOf } from "./run-keys.ts";
import { isUnderWay } from "./run-marks.tsx";

/** Charts of many curves each: few at first, more when asked. */
const firstShown = 4;
/** More curves than this in one chart are a carpet: nobody tells them apart. */
const curvesMax = 50;
const parsers = {
  search: parseAsString.withDefault(""),
  shown: parseAsInteger.withDefault(firstShown),
};

/** The same metric of all compared runs in one chart. */
export function CompareCurves({ runs }: { runs: readonly Run[] }) {
  const [{ search, shown }, set] = useQueryStates(parsers);
  const curves = useCurveLook();
  const drawn = useMemo(() => runs.slice(0, curvesMax), [runs]);
  const metrics = useMemo(() => {
    // What has a course comes before what was logged once, which has no step as a rule.
    const hasCourse = (key: string) => drawn.some((run) => (run.metrics[key]?.step ?? 0) > 0);
    return keysOf(drawn).metrics.toSorted((a, b) => Number(hasCourse(b)) - Number(hasCourse(a)));
  }, [drawn]);
  const fit = metrics.filter((key) => key.toLowerCase().includes(search.toLowerCase()));
  const moving = drawn.some(({ status }) => isUnderWay(status));
  if (metrics.length === 0) {
    return <p className="py-10 text-center text-body text-ink-3">These runs logged no metric.</p>;
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
      {runs.length > curvesMax && (
        <LimitNotice>
          Curves of the first {curvesMax} of {formatCount(runs.length)} runs; select fewer, or narrow the
          filter.
        </LimitNotice>
      )}
      <div className="grid gap-4 lg:grid-cols-2">
        {fit.slice(0, shown).map((metric) => (
          <Card key={metric}>
            <MetricCurve
              metric={metric}
              runs={drawn.filter((run) => run.metrics[metric])}
              look={curves.look}
              moving={moving}
              heightPx={260}
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
