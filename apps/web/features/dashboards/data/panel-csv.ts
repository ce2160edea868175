import { downloadCsv } from "@triops/ui/csv";
import type { PromqlRange } from "../../metrics/promql-answer.ts";
import { promqlRange } from "../../metrics/promql-reads.ts";
import { nameSeries } from "./series-names.ts";
import type { Stretch } from "./use-panel-data.ts";

const seriesMax = 500;

/** Time in the first column, one column for each series. @throws ApiError */
export async function panelCsv(title: string, texts: readonly string[], stretch: Stretch): Promise<void> {
  const answers = await Promise.all(texts.map((text) => ask(text, stretch)));
  const columns = answers.flatMap(({ series }, at) => {
    const names = nameSeries(series, { template: "", query: texts[at] ?? "" });
    return series.map(({ points }, index) => ({
      name: names[index] ?? "",
      values: new Map(points.map(([ms, value]) => [ms, value])),
    }));
  });
  const times = [...new Set(columns.flatMap(({ values }) => [...values.keys()]))].sort((a, b) => a - b);
  downloadCsv(`${(title || "panel").replaceAll(/[^\w-]+/g, "-").toLowerCase()}.csv`, [
    ["time", ...columns.map(({ name }) => name)],
    ...times.map((ms) => [
      new Date(ms).toISOString(),
      ...columns.map(({ values }) => values.get(ms) ?? null),
    ]),
  ]);
}

function ask(query: string, { fromMs, toMs }: Stretch): Promise<PromqlRange> {
  const { queryFn } = promqlRange({ query, from: fromMs, to: toMs, seriesMax });
  const run = queryFn as (context: { signal: AbortSignal }) => Promise<PromqlRange>;
  return run({ signal: AbortSignal.timeout(60_000) });
}
