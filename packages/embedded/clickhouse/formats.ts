/**
 * Output formats whose chunks may simply follow one another. The engine renders every chunk as a document of its
 * own, so that formats with a header, a footer or a schema are built whole instead.
 */
const STREAMABLE = new Set([
  "JSONEachRow",
  "JSONLines",
  "NDJSON",
  "JSONStringsEachRow",
  "JSONCompactEachRow",
  "JSONCompactStringsEachRow",
  "CSV",
  "TabSeparated",
  "TSV",
  "TabSeparatedRaw",
  "TSVRaw",
  "LineAsString",
  "RowBinary",
  "Native",
]);

export const isStreamable = (format: string) => STREAMABLE.has(format);

export const isFormatName = (format: string) => /^[A-Za-z][A-Za-z0-9]{0,63}$/.test(format);

export function contentTypeOf(format: string): string {
  if (/^(JSONEachRow|JSONLines|NDJSON|JSON\w*EachRow\w*)$/.test(format))
    return "application/x-ndjson; charset=UTF-8";
  if (format.startsWith("JSON")) return "application/json; charset=UTF-8";
  if (format.startsWith("CSV")) return "text/csv; charset=UTF-8";
  if (/^(TabSeparated|TSV)/.test(format)) return "text/tab-separated-values; charset=UTF-8";
  if (/^(Pretty|Vertical|Values|Markdown|TSKV|LineAsString)/.test(format)) return "text/plain; charset=UTF-8";
  return "application/octet-stream";
}
