export const DIGIT = 1;
export const UPPER = 2;
export const LOWER = 4;
export const WORD = DIGIT | UPPER | LOWER;

const table = new Uint8Array(128);
for (let code = 48; code <= 57; code++) table[code] = DIGIT;
for (let code = 65; code <= 90; code++) table[code] = UPPER;
for (let code = 97; code <= 122; code++) table[code] = LOWER;

/** What a character is for the detectors; letters beyond ASCII are lower-case ones, so that words stay words. */
export function classAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code < 128) return table[code] ?? 0;
  // Latin, Greek, Cyrillic and on; typographic marks and spaces are no letters. NaN beyond the ends.
  return code >= 0xc0 && code < 0x2000 ? LOWER : 0;
}

export const isWord = (text: string, at: number): boolean => (classAt(text, at) & WORD) !== 0;
export const isDigit = (text: string, at: number): boolean => classAt(text, at) === DIGIT;

const joins = new Set(["-", ".", "_", "/", "\\", ","]);

/** Whether something may begin here: not in the midst of a word, a version, a path or an identifier with hyphens. */
export function mayBegin(text: string, at: number): boolean {
  if (at === 0) return true;
  if (isWord(text, at - 1)) return false;
  const before = text[at - 1] ?? "";
  if (before === ":" || before === "+") return !isDigit(text, at - 2);
  return !(joins.has(before) && at >= 2 && isWord(text, at - 2));
}

/** Whether something may end before this place; a stop at the end of a sentence is an end. */
export function mayEnd(text: string, at: number): boolean {
  if (isWord(text, at)) return false;
  const after = text[at] ?? "";
  if (after === "-" || after === "_" || after === "/" || after === "\\") return !isWord(text, at + 1);
  if (after === "." || after === ":" || after === ",") return !isDigit(text, at + 1);
  return after !== "@";
}

/** What stands before a find often decides whether it is one: so many characters are looked at. */
export const contextChars = 48;
export const contextBefore = (text: string, at: number): string =>
  text.slice(Math.max(0, at - contextChars), at).toLowerCase();
