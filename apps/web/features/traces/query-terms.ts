import { topTerms } from "../logs/query-terms.ts";

/** In place of what was said about durations before, unless it stands in brackets. */
export function withDuration(q: string, fromMs: number | null, toMs: number | null): string {
  const rest = topTerms(q)
    .map(({ text }) => text)
    .filter((text) => !/^duration(?:>=|<=|>|<|=|:)/.test(text));
  const before = rest.includes("OR") ? [`(${rest.join(" ")})`] : rest;
  const terms = [
    ...(fromMs === null ? [] : [`duration>=${durationText(fromMs)}`]),
    ...(toMs === null ? [] : [`duration<${durationText(toMs)}`]),
  ];
  return [...(terms.length === 0 ? rest : before), ...terms].join(" ");
}

/** Three digits with the unit that suits: 250us, 12.5ms, 1.5s. */
export function durationText(ms: number): string {
  const [value, unit] = ms >= 1_000 ? [ms / 1_000, "s"] : ms >= 1 ? [ms, "ms"] : [ms * 1_000, "us"];
  return `${Number(value.toPrecision(3))}${unit}`;
}

/** A search that is nothing but a trace's id asks for that trace. */
export const traceIdIn = (q: string): string | null =>
  /^(?:trace(?:_id)?[:=])?"?([0-9a-f]{32})"?$/i.exec(q.trim())?.[1]?.toLowerCase() ?? null;
