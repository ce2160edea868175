"use client";
import type { Figure, Run } from "@triops/domains/training/schemas";
import { Card } from "@triops/ui/card";
import { cn } from "@triops/ui/class-names";
import { LimitNotice } from "@triops/ui/data-states";
import { Segmented } from "@triops/ui/segmented";
import { Switch } from "@triops/ui/switch";
import { TextLink } from "@triops/ui/text-link";
import { formatCount } from "@triops/ui/units";
import { parseAsBoolean, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { paths } from "../../shell/paths.ts";
import { figureText } from "./figures.ts";
import { type DiffRow, diffOf, isSame, usualOf } from "./parameter-diff.ts";
import { isOwnTag } from "./run-keys.ts";

const kinds = ["params", "metrics", "tags"] as const;
const kindOptions = [
  { value: "params" as const, label: "Params" },
  { value: "metrics" as const, label: "Metrics" },
  { value: "tags" as const, label: "Tags" },
];
const parsers = {
  of: parseAsStringLiteral(kinds).withDefault("params"),
  all: parseAsBoolean.withDefault(false),
};
/** A column per run: more than these nobody reads side by side, and a browser struggles. */
const columnsMax = 40;
const rowsMax = 300;

function valuesOf(run: Run, of: (typeof kinds)[number]): Record<string, string | number | null> {
  if (of === "metrics") {
    return Object.fromEntries(Object.entries(run.metrics).map(([key, { value }]) => [key, value]));
  }
  const pairs = Object.entries(run[of]).filter(([key]) => of !== "tags" || !isOwnTag(key));
  return Object.fromEntries(pairs);
}

/** What was set differently: one row per name, one column per run; what leaves the usual is marked. */
export function CompareDiff({ runs }: { runs: readonly Run[] }) {
  const [{ of, all }, set] = useQueryStates(parsers);
  const rows = useMemo(
    () => diffOf(runs.map((run) => ({ id: run.id, values: valuesOf(run, of) }))),
    [runs, of],
  );
  const differing = rows.filter((row) => row.differs);
  const shown = (all ? rows : differing).slice(0, rowsMax);
  const columns = runs.slice(0, columnsMax);
  return (
    <Card
      flush
      title="What differs"
      aside={`${formatCount(differing.length)} of ${formatCount(rows.length)} ${of}`}
      actions={
        <>
          <Switch
            label="Also what is the same"
            className="items-center"
            checked={all}
            onCheckedChange={(next) => void set({ all: next || null })}
          />
          <Segmented
            size="sm"
            label="Of what"
            options={kindOptions}
            value={of}
            onValueChange={(next) => void set({ of: next })}
          />
        </>
      }
    >
      {runs.length > columnsMax && (
        <LimitNotice className="m-2">
          Columns of the first {columnsMax} runs; what differs is found in all {formatCount(runs.length)}.
        </LimitNotice>
      )}
      {shown.length === 0 ? (
        <p className="px-3 py-8 text-center text-body text-ink-3">
          {rows.length === 0 ? `No ${of} were logged.` : `All ${of} are the same in these runs.`}
        </p>
      ) : (
        <DiffTable rows={shown} runs={columns} isFigure={of === "metrics"} label={`${of} that differ`} />
      )}
    </Card>
  );
}

type DiffTableProps = { rows: readonly DiffRow[]; runs: readonly Run[]; isFigure: boolean; label: string };

function DiffTable({ rows, runs, isFigure, label }: DiffTableProps) {
  return (
    <section
      aria-label={label}
      // A scrolling region must be reachable by keyboard.
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
      tabIndex={0}
      className="max-h-[calc(100dvh-18rem)] overflow-auto"
    >
      <table className="border-separate border-spacing-0 text-dense tabular-nums">
        <caption className="sr-only">{label}</caption>
        <thead>
          <tr>
            <th
              scope="col"
              className="sticky top-0 left-0 z-20 min-w-36 border-line-subtle border-b bg-raised px-3 py-1.5 text-left font-medium text-ink-3"
            >
              Name
            </th>
            <th
              scope="col"
              className="sticky top-0 z-10 whitespace-nowrap border-line-subtle border-b bg-raised px-3 py-1.5 text-left font-medium text-ink-3"
            >
              Values
            </th>
            {runs.map((run) => (
              <th
                key={run.id}
                scope="col"
                className="sticky top-0 z-10 max-w-48 border-line-subtle border-b bg-raised px-3 py-1.5 text-left font-medium"
              >
                <TextLink href={paths.run(run.id)} className="block truncate" title={run.name}>
                  {run.name}
                </TextLink>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Line key={row.key} row={row} columns={runs.length} isFigure={isFigure} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Line({ row, columns, isFigure }: { row: DiffRow; columns: number; isFigure: boolean }) {
  const usual = usualOf(row);
  return (
    <tr>
      <th
        scope="row"
        className="sticky left-0 max-w-60 break-words border-line-subtle border-b bg-bg px-3 py-1.5 text-left font-normal text-ink-2"
      >
        <span className={cn(row.differs && "font-semibold text-ink-1")}>{row.key}</span>
      </th>
      <td className="whitespace-nowrap border-line-subtle border-b px-3 py-1.5 text-ink-2">
        {row.differs ? `${formatCount(row.distinct)} differ` : "same"}
      </td>
      {row.values.slice(0, columns).map((value, at) => {
        const leaves = row.differs && !isFigure && usual !== undefined && !isSame(value, usual);
        return (
          <td
            key={at}
            className={cn(
              "max-w-48 truncate border-line-subtle border-b px-3 py-1.5",
              leaves ? "bg-sev4-tint font-semibold text-sev4-text" : "text-ink-1",
            )}
            title={value === null ? "not set" : String(value)}
          >
            {value === null ? (
              <span className={leaves ? "" : "text-ink-3"}>not set</span>
            ) : isFigure ? (
              figureText(value as Figure)
            ) : (
              String(value) || "(empty)"
            )}
          </td>
        );
      })}
    </tr>
  );
}
