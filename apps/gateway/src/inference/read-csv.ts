import { InputFault, type Table } from "@triops/providers/inference/given";

const columnsMax = 10_000;

/** CSV with a header line (RFC 4180), as pandas reads it: numbers are numbers, an empty cell is missing. @throws InputFault */
export function readCsv(text: string): Table {
  const [header, ...lines] = split(text.replace(/^\ufeff/, ""));
  if (!header || (header.length === 1 && header[0]?.text === ""))
    throw new InputFault("The CSV has no header line");
  if (header.length > columnsMax) throw new InputFault("The CSV has too many columns");
  const columns = header.map(({ text: name }) => name);
  if (new Set(columns).size !== columns.length) throw new InputFault("The CSV names a column twice");
  const rows = lines
    .filter((cells) => cells.length > 1 || cells[0]?.text !== "")
    .map((cells, i) => {
      if (cells.length !== columns.length)
        throw new InputFault(`Line ${i + 2} of the CSV has ${cells.length} cells, not ${columns.length}`);
      return cells;
    });
  const kinds = columns.map((_, at) => kindOf(rows.map((cells) => cells[at] as Cell)));
  return { columns, rows: rows.map((cells) => cells.map((cell, at) => cellValue(cell, kinds[at] as Kind))) };
}

type Cell = { text: string; quoted: boolean };
type Kind = "number" | "boolean" | "text";

const missing = new Set(["", "NaN", "nan", "NULL", "null", "NA", "N/A", "None"]);
const number = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*$/;
const truth = new Map([
  ["True", true],
  ["true", true],
  ["TRUE", true],
  ["False", false],
  ["false", false],
  ["FALSE", false],
]);

/** A column is what all of its cells are. */
function kindOf(cells: readonly Cell[]): Kind {
  const given = cells.filter(({ text }) => !missing.has(text));
  if (given.every(({ text }) => number.test(text))) return "number";
  return given.every(({ text }) => truth.has(text)) ? "boolean" : "text";
}

function cellValue({ text, quoted }: Cell, kind: Kind): unknown {
  if (missing.has(text) && !(kind === "text" && quoted)) return null;
  return kind === "number" ? Number(text) : kind === "boolean" ? truth.get(text) : text;
}

function split(text: string): Cell[][] {
  const lines: Cell[][] = [];
  let line: Cell[] = [];
  let at = 0;
  for (;;) {
    const quoted = text[at] === '"';
    let cell = "";
    if (quoted) {
      at++;
      for (;;) {
        const close = text.indexOf('"', at);
        if (close < 0) throw new InputFault("The CSV ends within quotes");
        cell += text.slice(at, close);
        at = close + 1;
        if (text[at] !== '"') break;
        cell += '"';
        at++;
      }
    } else {
      const from = at;
      while (at < text.length && text[at] !== "," && text[at] !== "\n" && text[at] !== "\r") at++;
      cell = text.slice(from, at);
    }
    line.push({ text: cell, quoted });
    if (text[at] === ",") {
      at++;
      continue;
    }
    if (text[at] === "\r") at++;
    if (text[at] === "\n") at++;
    else if (at < text.length && text[at - 1] !== "\r")
      throw new InputFault("The CSV has text behind closing quotes");
    lines.push(line);
    line = [];
    if (at >= text.length) return lines;
  }
}
