/** Edits of the search text by clicks: facets, attributes, the latency chart. */

const plain = /^[\w.@/-]+$/;
const plainKey = /^[A-Za-z_@][\w.@/-]*$/;
const quoted = (text: string): string => `"${text.replace(/["\\]/g, "\\$&")}"`;
const valueText = (value: string): string =>
  plain.test(value) && !/^(?:-|AND$|OR$|NOT$)/.test(value) ? value : quoted(value);

/** `service`, `attr.http.route` or `resource.host.name` with a value, as the search language writes it. */
export function term(field: string, value: string): string {
  const dot = /^(attr|resource)\.(.*)$/s.exec(field);
  const name = dot && !plainKey.test(dot[2] ?? "") ? `${dot[1]}.${quoted(dot[2] ?? "")}` : field;
  return `${name}:${valueText(value)}`;
}

/** Adds a term that is not there yet; alternatives that stand open are put in brackets first. */
export function withTerm(query: string, added: string): string {
  const before = query.trim();
  if (before === "") return added;
  if (` ${before} `.includes(` ${added} `)) return before;
  return `${/ OR /.test(before) ? `(${before})` : before} ${added}`;
}

/** In place of what was said about durations before, unless it stands in brackets. */
export function withDuration(query: string, fromMs: number | null, toMs: number | null): string {
  const rest = query
    .replace(/(^|\s)duration\s*(?:>=|<=|>|<|=|:)\S+(?=\s|$)/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  const terms = [
    fromMs === null ? "" : `duration>=${durationText(fromMs)}`,
    toMs === null ? "" : `duration<${durationText(toMs)}`,
  ];
  return terms.filter(Boolean).reduce(withTerm, rest);
}

/** Three digits with the unit that suits: 250us, 12.5ms, 1.5s. */
export function durationText(ms: number): string {
  const [value, unit] = ms >= 1_000 ? [ms / 1_000, "s"] : ms >= 1 ? [ms, "ms"] : [ms * 1_000, "us"];
  return `${Number(value.toPrecision(3))}${unit}`;
}

/** A search that is nothing but a trace's id asks for that trace. */
export const traceIdIn = (query: string): string | null =>
  /^(?:trace(?:_id)?[:=])?"?([0-9a-f]{32})"?$/i.exec(query.trim())?.[1]?.toLowerCase() ?? null;
