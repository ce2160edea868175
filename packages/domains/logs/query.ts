import { invalid } from "@triops/kernel/errors";
import { type LogColumn, type LogField, type LogFilter, logColumnNames } from "@triops/telemetry/logs/filter";
import { parseSearch, printSearch } from "../search-text.ts";

/**
 * The search language of logs: `service:checkout level>=warn "timed out" -health attr.user=42`, in the grammar of
 * `../search-text.ts`. Words and quoted text are looked for anywhere in the body, ignoring case.
 */
export const parseLogQuery = (text: string): LogFilter => named(parseSearch(text, logColumnNames));

/** Names that people bring along from other tools. */
const otherNames: ReadonlyMap<string, LogColumn> = new Map([
  ["trace_id", "trace"],
  ["traceId", "trace"],
  ["span_id", "span"],
  ["spanId", "span"],
  ["session_id", "session"],
  ["template_id", "template"],
]);

function named(filter: LogFilter): LogFilter {
  switch (filter.kind) {
    case "all":
    case "any":
      return { kind: filter.kind, parts: filter.parts.map(named) };
    case "not":
      return { kind: "not", part: named(filter.part) };
    case "text":
      return filter;
    case "compare": {
      const name = filter.field.kind === "either" ? otherNames.get(filter.field.key) : undefined;
      return name === undefined ? filter : { ...filter, field: { kind: "column", name } };
    }
  }
}

/** The text that means this filter: what the builder writes into the search field. */
export const printLogQuery = (filter: LogFilter): string => printSearch(filter, logColumnNames);

/** A field by its name alone, as the columns of a list name it. @throws invalid */
export function parseLogField(name: string): LogField {
  const filter = parseLogQuery(`${name}=*`);
  if (filter.kind !== "compare" || filter.value !== "*")
    throw invalid(`"${name.slice(0, 80)}" is not a field`);
  return filter.field;
}
