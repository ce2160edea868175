export type CsvTable = {
  head: readonly string[];
  rows: readonly (readonly string[])[];
  /** There is more below, or to the right, than is shown. */
  cut: boolean;
};

const rowsMax = 500;
const columnsMax = 50;
const cellCharsMax = 300;

/**
 * Reads quoted and plain cells (RFC 4180, bare newlines too) up to 500 rows × 50 columns. `whole`: the text is
 * the whole file; otherwise its last line may be half a line and is left out.
 */
export function readCsv(text: string, separator: "," | "\t", whole: boolean): CsvTable {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  let cut = !whole;
  const endCell = () => {
    if (row.length < columnsMax)
      row.push(cell.length > cellCharsMax ? `${cell.slice(0, cellCharsMax)}…` : cell);
    else cut = true;
    cell = "";
  };
  const endRow = () => {
    endCell();
    // An empty line holds nothing.
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
  };
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  for (; at < text.length && rows.length <= rowsMax; at++) {
    const letter = text[at] as string;
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (text[at + 1] === '"') {
        cell += '"';
        at++;
      } else quoted = false;
    } else if (letter === '"' && cell === "") quoted = true;
    else if (letter === separator) endCell();
    else if (letter === "\n") endRow();
    else if (letter !== "\r") cell += letter;
  }
  if (at < text.length) cut = true;
  else if (whole && (cell !== "" || row.length > 0)) endRow();
  const [head = [], ...body] = rows;
  return { head, rows: body.slice(0, rowsMax), cut };
}
