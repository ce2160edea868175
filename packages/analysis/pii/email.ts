import { classAt, isWord, LOWER, UPPER, WORD } from "./characters.ts";

/** RFC 5321: local part and domain. */
export const localCharsMax = 64;
export const domainCharsMax = 255;

const inLocal = new Set([".", "_", "%", "+", "-", "'"]);
/** What `name@2x.png` ends with. */
const files = /^\d+x\./i;

/** @param at the `@` @returns where the address around it begins and ends, or null */
export function emailAt(text: string, at: number): { start: number; end: number } | null {
  let start = at;
  while (
    start > 0 &&
    at - start < localCharsMax &&
    (isWord(text, start - 1) || inLocal.has(text[start - 1] ?? ""))
  )
    start--;
  // Quotes and dots around it belong to the sentence.
  while (start < at && !isWord(text, start) && text[start] !== "_" && text[start] !== "+") start++;
  if (start === at || text[at - 1] === ".") return null;
  let end = at + 1;
  let dot = -1;
  while (end - at <= domainCharsMax) {
    if ((classAt(text, end) & WORD) !== 0) end++;
    else if (text[end] === "." && isWord(text, end + 1) && isWord(text, end - 1)) dot = end++;
    else if (text[end] === "-" && isWord(text, end - 1) && (isWord(text, end + 1) || text[end + 1] === "-"))
      end++;
    else break;
  }
  if (dot < 0 || end - dot < 3) return null;
  for (let place = dot + 1; place < end; place++)
    if ((classAt(text, place) & (UPPER | LOWER)) === 0) return null;
  // `git@github.com:owner/name` is an address of a repository.
  if (text[end] === ":" && isWord(text, end + 1) && text.slice(start, at) === "git") return null;
  return files.test(text.slice(at + 1, end)) ? null : { start, end };
}
