"use client";
import { cn } from "@triops/ui/class-names";
import { Refreshing } from "@triops/ui/data-states";
import { SeverityMark } from "@triops/ui/severity-mark";
import { formatExact } from "@triops/ui/units";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useState } from "react";
import { levelAt } from "../data/reduce.ts";
import { tableRows } from "../data/table-rows.ts";
import { usePanelInstant } from "../data/use-panel-data.ts";
import { panelValue } from "../data/values.ts";
import type { PanelProps } from "./panel-props.ts";
import { PanelEmpty, PanelFault, PanelLoading } from "./panel-states.tsx";

type Sort = { column: string; descending: boolean };

/** The newest values, a row for each set of labels and a column for each query. */
export function TablePanel(props: PanelProps) {
  const { panel, title, scope, stretch } = props;
  const { options } = panel;
  const data = usePanelInstant(panel, scope, stretch, props);
  const [chosen, setChosen] = useState<Sort | null>(null);
  const answers = data.answers.flatMap(({ query, legend, answer }) =>
    answer ? [{ name: legend || (data.answers.length === 1 ? "Value" : query.refId), answer }] : [],
  );
  if (data.fault && answers.length === 0)
    return <PanelFault onRetry={data.retry}>{data.fault.message}</PanelFault>;
  if (answers.length === 0) return <PanelLoading title={title} />;
  const sort = chosen ?? options.sort;
  const { columns, rows, total } = tableRows(answers, { ...options, sort });
  if (rows.length === 0) return <PanelEmpty />;
  const isSorted = (column: { id: string; name: string }) =>
    sort?.column === column.id || sort?.column === column.name;
  return (
    <Refreshing active={data.refreshing} className="h-full [&>div]:h-full">
      <div
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        className="h-full overflow-auto focus-visible:outline-offset-[-2px]"
      >
        <table className="w-full text-dense">
          <caption className="sr-only">{title}</caption>
          <thead className="sticky top-0 z-10 bg-bg">
            <tr className="border-line-subtle border-b">
              {columns.map((column) => {
                const sorted = isSorted(column);
                return (
                  <th
                    key={column.id}
                    scope="col"
                    aria-sort={sorted ? (sort?.descending ? "descending" : "ascending") : undefined}
                    className={cn("p-0 font-medium text-ink-3", column.isNumber ? "text-right" : "text-left")}
                  >
                    <button
                      type="button"
                      onClick={() =>
                        setChosen({
                          column: column.id,
                          descending: sorted ? !sort?.descending : column.isNumber,
                        })
                      }
                      className={cn(
                        "inline-flex h-7 max-w-full items-center gap-1 px-2 hover:text-ink-1 focus-visible:outline-offset-[-2px]",
                        sorted && "text-ink-1",
                      )}
                    >
                      <span className="truncate">{column.name}</span>
                      {sorted &&
                        (sort?.descending ? (
                          <ArrowDown aria-hidden="true" className="size-3" />
                        ) : (
                          <ArrowUp aria-hidden="true" className="size-3" />
                        ))}
                    </button>
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr
                key={JSON.stringify(row)}
                className="border-line-subtle border-b last:border-b-0 hover:bg-raised"
              >
                {row.map((cell, at) => {
                  const column = columns[at];
                  if (typeof cell !== "number")
                    return (
                      <td
                        key={column?.id}
                        className="max-w-80 truncate px-2 py-1.5 text-ink-1"
                        title={cell ?? undefined}
                      >
                        {cell ?? <span className="text-ink-3">–</span>}
                      </td>
                    );
                  const level = levelAt(cell, options.thresholds);
                  return (
                    <td
                      key={column?.id}
                      title={formatExact(cell, options.unit)}
                      className="whitespace-nowrap px-2 py-1.5 text-right text-ink-1 tabular-nums"
                    >
                      <span className="inline-flex items-center gap-1.5">
                        {level && level !== "ok" && (
                          <SeverityMark level={level} label={level.toUpperCase()} />
                        )}
                        {panelValue(cell, options.unit, options.decimals)}
                      </span>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
        {total > rows.length && (
          <p className="px-2 py-1 text-dense text-ink-3">
            {rows.length} of {total} rows
          </p>
        )}
      </div>
    </Refreshing>
  );
}
