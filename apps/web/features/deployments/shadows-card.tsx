"use client";
import { useQuery } from "@tanstack/react-query";
import { Card } from "@triops/ui/card";
import { SkeletonRows } from "@triops/ui/skeleton";
import { formatValue, significant } from "@triops/ui/units";
import { errorOf } from "../../data/screen-states.tsx";
import { type Span, shadowsOf } from "./reads.ts";
import { variantName } from "./words.ts";

const columns = ["Shadow", "Compared", "Differing", "Mean difference", "p95", "Largest", "Failed"];
const figure = (value: number | null): string => (value === null ? "–" : significant(value, 3));

/** How the answers of shadows differ from the ones that were sent. */
export function ShadowsCard({ name, span }: { name: string; span: Span }) {
  const query = useQuery(shadowsOf(name, span));
  const rows = query.data?.data ?? [];
  return (
    <Card title="Shadow differences" flush={rows.length > 0}>
      {!query.data &&
        (errorOf(query.error, () => void query.refetch()) ?? (
          <SkeletonRows rows={3} label="Loading differences" />
        ))}
      {query.data && rows.length === 0 && (
        <p className="text-body text-ink-3">No answer of a shadow was compared in this range.</p>
      )}
      {rows.length > 0 && (
        // A scrolling region must be reachable by keyboard.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
        <section tabIndex={0} aria-label="Shadow differences" className="overflow-x-auto">
          <table className="w-full text-body tabular-nums">
            <thead>
              <tr className="text-ink-3">
                {columns.map((column, index) => (
                  <th
                    key={column}
                    scope="col"
                    className={`whitespace-nowrap px-3 py-1.5 font-medium ${index === 0 ? "text-left" : "text-right"}`}
                  >
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.variant} className="border-line-subtle border-t text-right">
                  <th scope="row" className="px-3 py-1.5 text-left font-normal text-ink-1">
                    {variantName(row)}
                  </th>
                  <td className="px-3 py-1.5">{row.compared.toLocaleString("en-GB")}</td>
                  <td className="px-3 py-1.5">
                    {row.compared === 0 ? "–" : formatValue(row.differing / row.compared, "ratio")}
                  </td>
                  <td className="px-3 py-1.5">{figure(row.meanDifference)}</td>
                  <td className="px-3 py-1.5">{figure(row.p95Difference)}</td>
                  <td className="px-3 py-1.5">{figure(row.differenceMax)}</td>
                  <td className="px-3 py-1.5">{row.errors.toLocaleString("en-GB")}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Card>
  );
}
