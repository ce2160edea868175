"use client";
import { useQuery } from "@tanstack/react-query";
import type { LogTemplate } from "@triops/domains/logs/schemas";
import { EmptyFilter, LimitNotice } from "@triops/ui/data-states";
import { DataTable } from "@triops/ui/data-table";
import { Segmented } from "@triops/ui/segmented";
import { formatCount } from "@triops/ui/units";
import { useRouter } from "next/navigation";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useMemo } from "react";
import { errorOf } from "../../data/screen-states.tsx";
import type { TimeSpan } from "../../data/still-span.tsx";
import { paths } from "../../shell/paths.ts";
import { toggleTerm } from "./query-terms.ts";
import { logTemplates } from "./reads.ts";
import { templateColumns, trendLabels } from "./template-columns.tsx";

const shows = ["all", "new", "surging", "vanished"] as const;

/** What the miner counts at most; rarer messages are left out. */
const templatesMax = 2_000;

/** The messages that the lines consist of: what is new, what grew, what fell silent. A click shows its lines. */
export function TemplatesView({
  q,
  span,
  live,
  onSearch,
}: {
  q: string;
  span: TimeSpan;
  /** The span goes on by itself. */
  live: boolean;
  onSearch: (q: string) => void;
}) {
  const router = useRouter();
  const [show, setShow] = useQueryState("trend", parseAsStringLiteral(shows).withDefault("all"));
  const query = useQuery(logTemplates(q, span));
  const { data = [], recordsTotal = 0 } = query.data ?? {};
  const rows = useMemo(
    () =>
      data
        .filter((row) => show === "all" || row.trend === show)
        .map((row) => ({ ...row, share: recordsTotal === 0 ? 0 : row.records / recordsTotal })),
    [data, show, recordsTotal],
  );
  const count = (trend: LogTemplate["trend"]) => data.filter((row) => row.trend === trend).length;
  const options = shows.map((value) => ({
    value,
    label:
      value === "all"
        ? `All ${formatCount(data.length)}`
        : `${trendLabels[value]} ${formatCount(count(value))}`,
  }));
  const open = (row: LogTemplate) => {
    const {
      view: _view,
      trend: _trend,
      line: _line,
      ...rest
    } = Object.fromEntries(new URLSearchParams(window.location.search));
    router.push(paths.logs({ ...rest, q: toggleTerm(q, "template", row.id) }));
  };
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Segmented
          label="Which messages"
          options={options}
          value={show}
          onValueChange={(next) => void setShow(next)}
        />
        <p className="text-dense text-ink-3">
          Compared with the stretch of the same length before. New is what no gateway has seen earlier.
        </p>
      </div>
      {data.length >= templatesMax && (
        <LimitNotice>Only the {formatCount(templatesMax)} most frequent messages are counted.</LimitNotice>
      )}
      <DataTable
        caption="Log templates"
        columns={templateColumns}
        rows={rows}
        rowKey={rowKey}
        onRowOpen={open}
        loading={query.isPending}
        refreshing={query.isPlaceholderData && !live}
        error={errorOf(query.error, () => void query.refetch())}
        empty={
          <EmptyFilter
            title={
              show === "all"
                ? "No messages in this range"
                : `No message is ${trendLabels[show].toLowerCase()}`
            }
            {...(show !== "all"
              ? { onClear: () => void setShow(null), clearLabel: "Show all messages" }
              : q !== ""
                ? { onClear: () => onSearch(""), clearLabel: "Clear the search" }
                : {})}
          />
        }
      />
    </div>
  );
}

const rowKey = (row: LogTemplate): string => `${row.service}/${row.id}`;
