import type { LogFacet } from "@triops/domains/logs/schemas";
import { fieldText, valueText } from "./query-terms.ts";

export type Suggestion = {
  /** Stands in place of the word at the cursor. */
  insert: string;
  label: string;
  detail: string;
};

/** What a kind of search knows beside what was seen: its own fields, and all values that some of them can have. */
export type SearchLanguage = {
  fields: readonly (readonly [field: string, what: string])[];
  known: Readonly<Record<string, readonly string[]>>;
  /** What is counted: "lines". */
  unit: string;
};

const ownFields: SearchLanguage["fields"] = [
  ["service", "which service wrote it"],
  ["level", "trace, debug, info, warn, error or fatal"],
  ["trace", "id of the trace"],
  ["span", "id of the span"],
  ["session", "id of the session"],
  ["template", "id of the message"],
  ["event", "name of the event"],
  ["scope", "the library that logged it"],
  ["body", "the whole message, with * for any text"],
];
export const logLanguage: SearchLanguage = {
  fields: ownFields,
  known: { level: ["fatal", "error", "warn", "info", "debug", "trace"] },
  unit: "lines",
};
const suggestionsMax = 10;

/** The word the cursor stands in or after. */
export function wordAt(q: string, cursor: number): { start: number; text: string } {
  let start = cursor;
  while (start > 0 && !/[\s()]/.test(q[start - 1] as string)) start--;
  // A minus in front is not part of the field.
  if (q[start] === "-" && start < cursor) start++;
  return { start, text: q.slice(start, cursor) };
}

/** What could be meant: fields by their name, and after `field:` the values seen lately. */
export function suggestions(
  q: string,
  cursor: number,
  facets: readonly LogFacet[],
  { fields, known: knownValues, unit }: SearchLanguage = logLanguage,
): Suggestion[] {
  const { text } = wordAt(q, cursor);
  const parts = /^(.*?)(:|!=|>=|<=|=|>|<)(.*)$/.exec(text);
  if (parts) {
    const [, name = "", sign = ":", typed = ""] = parts;
    const facet = facets.find(
      ({ field }) => field === name || fieldText(field) === name || bare(field) === name,
    );
    const seen = facet?.values ?? [];
    const known = knownValues[name]?.map((value) => ({ value, records: countOf(seen, value) })) ?? seen;
    const wanted = typed.replace(/^"/, "").toLowerCase();
    return known
      .filter(({ value }) => value !== "" && value.toLowerCase().includes(wanted) && value !== typed)
      .slice(0, suggestionsMax)
      .map(({ value, records }) => ({
        insert: `${name}${sign}${valueText(value)} `,
        label: value,
        detail: records > 0 ? `${records.toLocaleString("en-GB")} ${unit}` : "",
      }));
  }
  const typed = text.toLowerCase();
  if (typed.startsWith('"')) return [];
  const own = fields.map(([field, detail]) => ({ field, detail }));
  const more = facets
    .filter(({ field }) => !fields.some(([name]) => name === field))
    .map(({ field, values }) => ({
      field,
      detail: values
        .slice(0, 3)
        .map(({ value }) => value)
        .join(", "),
    }));
  return [...own, ...more]
    .filter(({ field }) => field.toLowerCase().includes(typed))
    .sort((a, b) => Number(startsWith(b.field, typed)) - Number(startsWith(a.field, typed)))
    .slice(0, suggestionsMax)
    .map(({ field, detail }) => ({ insert: `${fieldText(field)}:`, label: field, detail }));
}

const bare = (field: string): string => field.replace(/^(?:attr|resource)\./, "");
const startsWith = (field: string, typed: string): boolean => bare(field).toLowerCase().startsWith(typed);
const countOf = (values: LogFacet["values"], value: string): number =>
  values.find((one) => one.value === value)?.records ?? 0;
