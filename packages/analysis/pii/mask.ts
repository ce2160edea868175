import { findPii, type PiiMatch } from "./scan.ts";
import type { PiiType } from "./types.ts";

/**
 * Names for values: the same value has the same one for as long as this lives, which is one call. The text around it
 * keeps its sense ("write to [EMAIL_1], not to [EMAIL_2]").
 */
export type Placeholders = { of(kind: string, value: string): string };

export function createPlaceholders(): Placeholders {
  const known = new Map<string, string>();
  const counts = new Map<string, number>();
  return {
    of(kind, value) {
      // Written in another way it is the same value: blanks, hyphens, capitals.
      const key = `${kind} ${value.toLowerCase().replace(/[\s.()-]/g, "")}`;
      let name = known.get(key);
      if (name === undefined) {
        const count = (counts.get(kind) ?? 0) + 1;
        counts.set(kind, count);
        name = `[${kind.toUpperCase()}_${count}]`;
        known.set(key, name);
      }
      return name;
    },
  };
}

/** The text with these parts replaced. @param nameOf the placeholder of one */
export function replaceParts<Part extends { start: number; end: number }>(
  text: string,
  parts: readonly Part[],
  nameOf: (part: Part, value: string) => string,
): string {
  if (parts.length === 0) return text;
  let [out, from] = ["", 0];
  for (const part of parts) {
    out += text.slice(from, part.start) + nameOf(part, text.slice(part.start, part.end));
    from = part.end;
  }
  return out + text.slice(from);
}

export function maskPii(
  text: string,
  wanted: ReadonlySet<PiiType>,
  placeholders: Placeholders,
): { text: string; matches: PiiMatch[] } {
  const matches = findPii(text, wanted);
  return { text: replaceParts(text, matches, ({ type }, value) => placeholders.of(type, value)), matches };
}
