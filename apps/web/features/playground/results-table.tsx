"use client";
import { Card } from "@triops/ui/card";
import { type Column, type Input, letterOf } from "./board.ts";
import { cellKey } from "./cells.ts";
import { ResultView } from "./result-view.tsx";
import type { Results } from "./results.ts";

type ResultsTableProps = {
  columns: readonly Column[];
  inputs: readonly Input[];
  names: readonly string[];
  results: Results;
};

/** Every row of variables against every column. */
export function ResultsTable({ columns, inputs, names, results }: ResultsTableProps) {
  return (
    <Card title="Results" flush>
      {/* A scrolling region must be reachable by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <section tabIndex={0} aria-label="Results by row and column" className="overflow-x-auto">
        <table className="w-full border-collapse text-left align-top">
          <thead>
            <tr className="text-body text-ink-3">
              <th scope="col" className="w-48 min-w-40 px-3 py-2 font-medium">
                Row
              </th>
              {columns.map((column, at) => (
                <th key={column.id} scope="col" className="min-w-72 px-3 py-2 font-medium">
                  {letterOf(at)}
                  {column.prompt && ` · ${column.prompt.name} v${column.prompt.version}`}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {inputs.map((input, row) => (
              <tr key={input.id} className="border-line-subtle border-t align-top">
                <th scope="row" className="px-3 py-2 font-normal">
                  <dl className="flex flex-col gap-1 text-dense">
                    {names.map((name) => (
                      <div key={name} className="min-w-0">
                        <dt className="text-ink-3">{name}</dt>
                        <dd className="line-clamp-3 break-words text-ink-1">{input.values[name] || "–"}</dd>
                      </div>
                    ))}
                  </dl>
                </th>
                {columns.map((column, at) => (
                  <td key={column.id} className="px-3 py-2">
                    <ResultView
                      result={results[cellKey(column, input)]}
                      label={`Answer of column ${letterOf(at)}, row ${row + 1}`}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Card>
  );
}
