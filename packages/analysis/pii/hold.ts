import { openKeyBlock } from "./secrets.ts";

/** The longest number in groups, blanks included; what came before it has shown itself. */
const runCharsMax = 64;
/** A word that is longer than this is waited for no more, except at its end: an address ends within it. */
const wordCharsMax = 320;
/** What begins like one of the long secrets is waited for as long as they may be. */
const secretBegins =
  /(?:eyJ|sk-|sk_|rk_|gh[pousr]_|github_pat_|xox|xapp-|ya29\.|whsec_|tri_)[A-Za-z0-9_.-]*$/;
const secretCharsMax = 14_000;

const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13) || code === 0xa0;

/**
 * Of a text that goes on: from where on it could still become, or become part of, a value that the detectors know. All
 * before it has shown what it is. No value but a key block has more than one blank at a time in it, and only numbers,
 * and letters that belong to numbers, stand next to one.
 */
export function heldFrom(text: string): number {
  const key = openKeyBlock(text);
  const end = text.length;
  let start = wordStart(text, end);
  if (end - start > wordCharsMax) {
    const word = text.slice(Math.max(start, end - secretCharsMax));
    if (!secretBegins.test(word)) start = end - wordCharsMax;
  }
  // Back over the numbers before it, which it may continue.
  while (start > 0 && text[start - 1] === " " && end - start <= runCharsMax) {
    const before = wordStart(text, start - 1);
    if (before === start - 1 || !mayBePart(text.slice(before, start - 1))) break;
    start = before;
  }
  return key >= 0 ? Math.min(key, start) : start;
}

function wordStart(text: string, end: number): number {
  let start = end;
  while (start > 0 && !isSpace(text.charCodeAt(start - 1))) start--;
  return start;
}

/** Groups of a number, or what stands between them in one: `QQ 12`, `+49 (0) 30`, `DE89`. */
const mayBePart = (word: string): boolean =>
  word.length <= runCharsMax && (/\d/.test(word) || /^(?:[A-Z]{1,2}|\()$/i.test(word));
