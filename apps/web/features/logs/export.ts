import type { LogLine } from "@triops/domains/logs/schemas";
import { toCsv } from "@triops/ui/csv";

/** Lines that leave in one file. */
export const exportMax = 10_000;

/** One JSON object a line, as machines read it. */
export function toNdjson(lines: readonly LogLine[], columns: readonly string[]): string {
  return lines
    .slice(0, exportMax)
    .map(({ columns: values, isCut, ...line }) =>
      JSON.stringify({
        ...line,
        ...(isCut ? { bodyIsCut: true } : {}),
        ...Object.fromEntries(columns.map((name, index) => [name, values[index] ?? ""])),
      }),
    )
    .join("\n")
    .concat("\n");
}

/** For spreadsheets; cells that one would run as formulas are neutralised. */
export function toLogCsv(lines: readonly LogLine[], columns: readonly string[]): string {
  return toCsv([
    ["time", "level", "service", ...columns, "body", "trace", "span", "session", "id"],
    ...lines
      .slice(0, exportMax)
      .map((line) => [
        line.time,
        line.level,
        line.service,
        ...columns.map((_, index) => line.columns[index] ?? ""),
        line.body,
        line.traceId,
        line.spanId,
        line.sessionId,
        line.id,
      ]),
  ]);
}

/** Offers the text as a file. Browser only. */
export function download(fileName: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
