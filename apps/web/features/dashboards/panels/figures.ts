import type { Panel } from "@triops/domains/dashboards/schemas";
import type { PromqlInstant, PromqlRange } from "../../metrics/promql-answer.ts";
import { reduceSeries } from "../data/reduce.ts";
import { nameSeries } from "../data/series-names.ts";
import type { PanelData } from "../data/use-panel-data.ts";

export type Figure = {
  id: string;
  name: string;
  value: number | null;
  course: (number | null)[];
};

/** Each series of a range as one figure with its course. */
export function rangeFigures({ answers }: PanelData<PromqlRange>, panel: Panel): Figure[] {
  return answers.flatMap(({ query, text, legend, answer }) => {
    if (!answer) return [];
    const names = nameSeries(answer.series, { template: legend, query: text });
    return answer.series.map(({ labels, points }, at) => ({
      id: `${query.refId}${JSON.stringify(labels)}`,
      name: names[at] ?? text,
      value: reduceSeries(points, panel.options.reduce),
      course: points.map(([, value]) => value),
    }));
  });
}

/** Each row of an instant as one figure. */
export function instantFigures({ answers }: PanelData<PromqlInstant>): Figure[] {
  return answers.flatMap(({ query, text, legend, answer }) => {
    if (!answer) return [];
    const names = nameSeries(answer.rows, { template: legend, query: text });
    return answer.rows.map(({ labels, value }, at) => ({
      id: `${query.refId}${JSON.stringify(labels)}`,
      name: names[at] ?? text,
      value: value !== null && Number.isNaN(value) ? null : value,
      course: [],
    }));
  });
}

/** Greatest first unless the query sorted them; figures without a value last. */
export const byValue = (figures: readonly Figure[]): Figure[] =>
  figures.toSorted((a, b) => (b.value ?? Number.NEGATIVE_INFINITY) - (a.value ?? Number.NEGATIVE_INFINITY));
