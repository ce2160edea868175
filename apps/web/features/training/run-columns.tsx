import type { Run } from "@triops/domains/training/schemas";
import type { Column } from "@triops/ui/data-table";
import { TextLink } from "@triops/ui/text-link";
import { Elapsed, Time } from "@triops/ui/time";
import { formatExact } from "@triops/ui/units";
import { paths } from "../../shell/paths.ts";
import { figureText, numberOf } from "./figures.ts";
import { partsOf, type RunKey } from "./run-keys.ts";
import { RunMark } from "./run-marks.tsx";

const nameColumn: Column<Run> = {
  id: "name",
  header: "Run",
  primary: true,
  sortable: true,
  widthPx: 230,
  cell: (row) => (
    <TextLink href={paths.run(row.id)} className="font-medium" title={row.name}>
      {row.name}
    </TextLink>
  ),
};

const stateColumns: readonly Column<Run>[] = [
  {
    id: "status",
    header: "State",
    sortable: true,
    widthPx: 112,
    cell: (row) => <RunMark status={row.status} />,
  },
  {
    id: "started",
    header: "Started",
    sortable: true,
    widthPx: 124,
    cell: (row) => (row.startedAt ? <Time at={row.startedAt} /> : <span className="text-ink-3">–</span>),
  },
  {
    id: "took",
    header: "Took",
    widthPx: 104,
    align: "end",
    hideBelow: "md",
    cell: (row) =>
      row.startedAt ? (
        <Elapsed from={row.startedAt} to={row.endedAt} className="tabular-nums" />
      ) : (
        <span className="text-ink-3">–</span>
      ),
  },
  {
    id: "user",
    header: "By",
    widthPx: 110,
    hideBelow: "lg",
    cell: (row) => <span className="truncate">{row.userName || "–"}</span>,
  },
];

/** The fixed columns and one per chosen key. Make it once per choice: a new list renders every row again. */
export function runColumns(keys: readonly RunKey[]): readonly Column<Run>[] {
  return [nameColumn, ...stateColumns, ...keys.map(keyColumn)];
}

function keyColumn(key: RunKey): Column<Run> {
  const { kind, name } = partsOf(key) ?? { kind: "tags" as const, name: key };
  const isFigure = kind === "metrics";
  return {
    id: key,
    header: name,
    sortable: true,
    widthPx: Math.min(190, Math.max(112, name.length * 7 + 48)),
    align: isFigure ? "end" : "start",
    cell: (row) => {
      if (isFigure) {
        const latest = row.metrics[name];
        if (!latest) return <span className="text-ink-3">–</span>;
        return <span title={formatExact(numberOf(latest.value))}>{figureText(latest.value)}</span>;
      }
      const text = row[kind][name];
      if (text === undefined) return <span className="text-ink-3">–</span>;
      return (
        <span title={text} className="block truncate font-mono text-dense">
          {text === "" ? "(empty)" : text}
        </span>
      );
    },
  };
}
