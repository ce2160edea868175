/* Terms of a search as text. The grammar is that of packages/domains/search-text.ts. */

const plainKey = /^[A-Za-z_@][\w.@/-]*$/;
const plainValue = /^[\w.@/-]+$/;

const quoted = (text: string): string => `"${text.replace(/["\\]/g, "\\$&")}"`;

/** `attr.odd key` → `attr."odd key"`. */
export function fieldText(field: string): string {
  const scope = /^(?:attr|resource)\./.exec(field)?.[0] ?? "";
  const key = field.slice(scope.length);
  return scope + (plainKey.test(key) ? key : quoted(key));
}

export const valueText = (value: string): string =>
  plainValue.test(value) && !/^(?:-|AND$|OR$|NOT$)/.test(value) ? value : quoted(value);

/** `service:checkout`, or `-service:checkout` to exclude it. */
export const termOf = (field: string, value: string, excluded = false): string =>
  `${excluded ? "-" : ""}${fieldText(field)}:${valueText(value)}`;

/** Terms at the top of the search, quoted text and brackets kept together. */
export function topTerms(q: string): { text: string; start: number; end: number }[] {
  const terms: { text: string; start: number; end: number }[] = [];
  let start = -1;
  let depth = 0;
  let inQuotes = false;
  for (let i = 0; i <= q.length; i++) {
    const c = q[i];
    if (inQuotes && c === "\\") {
      i++;
      continue;
    }
    if (c === '"') inQuotes = !inQuotes;
    else if (!inQuotes && c === "(") depth++;
    else if (!inQuotes && c === ")") depth--;
    const isGap = c === undefined || (!inQuotes && depth <= 0 && /\s/.test(c));
    if (!isGap && start < 0) start = i;
    if (isGap && start >= 0) {
      terms.push({ text: q.slice(start, i), start, end: i });
      start = -1;
    }
  }
  return terms;
}

export const hasTerm = (q: string, term: string): boolean => topTerms(q).some(({ text }) => text === term);

/** Adds the term, or takes it out where it stands already. Its opposite goes: nobody asks for both. */
export function toggleTerm(q: string, field: string, value: string, excluded = false): string {
  const term = termOf(field, value, excluded);
  const opposite = termOf(field, value, !excluded);
  const terms = topTerms(q).map(({ text }) => text);
  const rest = terms.filter((text) => text !== term && text !== opposite);
  if (terms.includes(term)) return rest.join(" ");
  // A term beside OR would bind to one side only.
  const before = rest.includes("OR") ? [`(${rest.join(" ")})`] : rest;
  return [...before, term].join(" ");
}
