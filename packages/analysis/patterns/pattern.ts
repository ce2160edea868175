import { RE2JS } from "re2js";
import { longest } from "./longest.ts";
import { planOf, type Watch, watch } from "./watch.ts";

/** Instructions of a compiled pattern: time grows with them, for every character that is read. */
const programMax = 2_000;

export type Pattern = {
  /** Non-empty matches from left to right, none of which begins before `from`; what stands before it is context. */
  find(text: string, from?: number): { start: number; end: number }[];
  /** For a text that comes in pieces. */
  watch(): Watch;
  /** The most characters that a match can have; Infinity when nothing bounds it. */
  charsMax: number;
};

/** A person's pattern in RE2's syntax: linear time. @throws Error saying what is wrong with it */
export function compilePattern(source: string): Pattern {
  const compiled = RE2JS.compile(source);
  if (compiled.programSize() > programMax)
    throw new Error("The pattern is too large: its repetitions multiply");
  const small = inSmallLetters(source);
  const quick = small === null ? null : RE2JS.compile(small);
  const charsMax = longest(source);
  const plan = planOf(compiled);
  return {
    charsMax,
    watch: () => watch(plan, charsMax),
    find(text, from = 0) {
      const lower = quick === null ? "" : text.toLowerCase();
      const matcher = quick && lower.length === text.length ? quick.matcher(lower) : compiled.matcher(text);
      const matches: { start: number; end: number }[] = [];
      for (let more = matcher.find(from); more; more = matcher.find()) {
        const [start, end] = [matcher.start(), matcher.end()];
        if (end > start) matches.push({ start, end });
      }
      return matches;
    },
  };
}

/**
 * The engine takes fifty times as long when it ignores case by itself. Where a pattern does so as a whole, and means the
 * same in small letters, the text is put into small letters instead; null where that cannot be seen.
 */
function inSmallLetters(source: string): string | null {
  if (!source.startsWith("(?i)")) return null;
  const rest = source.slice("(?i)".length);
  // Escapes that are capitals or name characters, groups with flags or names, ranges from one case to the other.
  if (/\\[A-Zpx]|\(\?[^:]|[A-Z]-[^A-Z]|[^A-Z]-[A-Z]/.test(rest)) return null;
  return rest.toLowerCase();
}
