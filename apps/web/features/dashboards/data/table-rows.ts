import type { PanelOptions } from "@triops/domains/dashboards/schemas";
import type { PromqlInstant } from "../../metrics/promql-answer.ts";

export type Cell = string | number | null;
export type TableColumn = { id: string; name: string; isNumber: boolean };
export type TableRows = { columns: TableColumn[]; rows: Cell[][]; total: number };

export type TableAnswer = { name: string; answer: PromqlInstant };

/**
 * The answers of one or more queries as one table: a row for each set of labels, a column for each label and each
 * query. Names may be changed and columns hidden; sorting and the limit come last.
 */
export function tableRows(
  answers: readonly TableAnswer[],
  options: Pick<PanelOptions, "hiddenColumns" | "columnNames" | "sort" | "rowsMax">,
): TableRows {
  const rows = new Map<string, { labels: Readonly<Record<string, string>>; values: Cell[] }>();
  answers.forEach(({ answer }, at) => {
    for (const { labels, value, text } of answer.rows) {
      const { __name__: _name, ...plain } = labels;
      const key = JSON.stringify(Object.entries(plain).sort(([a], [b]) => (a < b ? -1 : 1)));
      const row = rows.get(key) ?? { labels: plain, values: answers.map(() => null) };
      row.values[at] = text ?? value;
      rows.set(key, row);
    }
  });
  const labels = [...new Set([...rows.values()].flatMap((row) => Object.keys(row.labels)))].sort();
  const all: (TableColumn & {
    read: (row: { labels: Readonly<Record<string, string>>; values: Cell[] }) => Cell;
  })[] = [
    ...labels.map((label) => ({
      id: label,
      name: options.columnNames[label] ?? label,
      isNumber: false,
      read: (row: { labels: Readonly<Record<string, string>> }) => row.labels[label] ?? null,
    })),
    ...answers.map(({ name }, at) => ({
      id: name,
      name: options.columnNames[name] ?? name,
      isNumber: true,
      read: (row: { values: Cell[] }) => row.values[at] ?? null,
    })),
  ];
  const hidden = new Set(options.hiddenColumns);
  const columns = all.filter((column) => !hidden.has(column.id) && !hidden.has(column.name));
  const found = [...rows.values()];
  const by =
    options.sort && all.find(({ id, name }) => id === options.sort?.column || name === options.sort?.column);
  if (by) {
    const sign = options.sort?.descending ? -1 : 1;
    found.sort((a, b) => sign * compare(by.read(a), by.read(b)));
  }
  return {
    columns: columns.map(({ id, name, isNumber }) => ({ id, name, isNumber })),
    rows: found.slice(0, options.rowsMax).map((row) => columns.map((column) => column.read(row))),
    total: found.length,
  };
}

/** What is missing stands at the low end. */
function compare(a: Cell, b: Cell): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  if (typeof a === "number" && typeof b === "number") {
    if (Number.isNaN(a) || Number.isNaN(b))
      return Number.isNaN(a) === Number.isNaN(b) ? 0 : Number.isNaN(a) ? -1 : 1;
    return a - b;
  }
  return String(a).localeCompare(String(b), "en", { numeric: true });
}
