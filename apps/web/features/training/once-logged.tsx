"use client";
import type { History } from "@triops/domains/training/schemas";
import { type Bar, BarList } from "@triops/ui/bar-chart";
import { formatCount, formatExact } from "@triops/ui/units";
import { paths } from "../../shell/paths.ts";
import { figureText, numberOf } from "./figures.ts";

type OnceLoggedProps = {
  metric: string;
  histories: readonly History[];
  names: ReadonlyMap<string, string>;
  alone: boolean;
};

const barsMax = 8;

/** A metric with one value per run has no course to draw: the value itself, or the runs in its order. */
export function OnceLogged({ metric, histories, names, alone }: OnceLoggedProps) {
  const values = histories.flatMap((history) => {
    const [point] = history.points;
    return point ? [{ id: history.runId, figure: point[2], step: point[0] }] : [];
  });
  const [only] = values;
  if (alone && only) {
    return (
      <div>
        <h2 className="text-body font-semibold text-ink-1">{metric}</h2>
        <p
          className="mt-2 text-page font-semibold text-ink-1 tabular-nums"
          title={formatExact(numberOf(only.figure))}
        >
          {figureText(only.figure)}
        </p>
        <p className="mt-1 text-dense text-ink-3">Logged once, at step {formatCount(only.step)}</p>
      </div>
    );
  }
  const ranked = values
    .filter(({ figure }) => Number.isFinite(numberOf(figure)))
    .sort((a, b) => numberOf(b.figure) - numberOf(a.figure));
  const bars = ranked.slice(0, barsMax).map(
    ({ id, figure }): Bar => ({
      id,
      label: names.get(id) ?? id,
      // A bar has no place for what is below zero; the figure stands beside it all the same.
      value: numberOf(figure),
      href: paths.run(id),
    }),
  );
  return (
    <div>
      <h2 className="text-body font-semibold text-ink-1">{metric}</h2>
      <p className="mb-2 text-dense text-ink-3">
        Logged once per run
        {ranked.length > barsMax && `; the highest ${barsMax} of ${formatCount(ranked.length)}`}
      </p>
      <BarList label={`${metric} by run`} bars={bars} />
    </div>
  );
}
