/** One column of a CSV text with a header row (RFC 4180: quoted fields may hold commas, quotes and line ends). */
export function readColumn(text: string, name: string): string[] {
  const rows = readRows(text);
  const column = rows[0]?.indexOf(name) ?? -1;
  if (column < 0) throw new Error(`No column ${name}`);
  return rows.slice(1).map((row) => row[column] ?? "");
}

function readRows(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = "";
  let isQuoted = false;
  const endRow = () => {
    row.push(field);
    field = "";
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
  };
  for (let i = text.charCodeAt(0) === 0xfeff ? 1 : 0; i < text.length; i++) {
    const c = text[i] as string;
    if (isQuoted) {
      if (c !== '"') field += c;
      else if (text[i + 1] === '"') field += text[++i];
      else isQuoted = false;
    } else if (c === '"') isQuoted = true;
    else if (c === ",") {
      row.push(field);
      field = "";
    } else if (c === "\n") endRow();
    else if (c !== "\r") field += c;
  }
  if (field !== "" || row.length > 0) endRow();
  return rows;
}
