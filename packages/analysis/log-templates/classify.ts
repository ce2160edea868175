import { mask } from "./tokens.ts";

/** Properties of a run of characters, gathered while it is scanned. */
export const has = {
  digit: 1,
  letter: 2,
  dot: 4,
  colon: 8,
  slash: 16,
  at: 32,
  backslash: 64,
  /** `-` and `_` */
  joint: 128,
  other: 256,
} as const;

const letters = (c: number): boolean => (c >= 97 && c <= 122) || (c >= 65 && c <= 90);
const digits = (c: number): boolean => c >= 48 && c <= 57;
const hexLetter = (c: number): boolean => (c >= 97 && c <= 102) || (c >= 65 && c <= 70);

/** The run is an ordinary word. */
export const plain = -1;
/** The run must be cut at its first colon. */
export const cutAtColon = -2;
/** Digits within a word: only they are variable. */
export const inner = -3;

/** Endings that tell a host of two labels (`example.com`) from a file (`wcp.dll`). */
const hostEndings = new Set(["com", "net", "org", "edu", "gov", "io", "cloud", "local", "localdomain"]);

/** `main.go:12` is a place in a source file, not a host and its port. */
const sourceEndings = new Set("c h cc cpp cs go java js kt m php py rb rs scala swift ts".split(" "));

/** Words longer than this are keys, tokens or encoded data. */
const wordCharsMax = 80;
/** Words longer than this with several numbers in them are identifiers as a whole. */
const numberedCharsMax = 24;

/**
 * What the run text[from, to) is: a mask's code, `plain`, `cutAtColon` or `inner`. No rule knows any system;
 * all follow from how addresses, numbers, names and paths are written.
 */
export function classify(text: string, from: number, to: number, flags: number): number {
  if ((flags & has.digit) === 0) {
    if ((flags & ~(has.letter | has.joint)) === 0) return to - from > wordCharsMax ? mask.id : plain;
    return withoutDigits(text, from, to, flags);
  }
  return (flags & has.letter) === 0 ? digitsOnly(text, from, to, flags) : mixed(text, from, to, flags);
}

function withoutDigits(text: string, from: number, to: number, flags: number): number {
  if (text.charCodeAt(from) === 92 && to - from > 1) return mask.path;
  if (flags & has.colon) {
    if (isUrl(text, from, to)) return mask.url;
    if (flags & has.backslash && text.charCodeAt(from + 1) === 58) return mask.path;
    return onlyHexAndColons(text, from, to) >= 3 ? mask.ip : cutAtColon;
  }
  if (flags & has.backslash) return mask.path;
  if (flags & has.slash && isPath(text, from, to)) return mask.path;
  if (flags & has.at) return isAddress(text, from, to) ? mask.email : plain;
  if (flags & has.dot && flags & has.letter) return dotted(text, from, to);
  return plain;
}

function digitsOnly(text: string, from: number, to: number, flags: number): number {
  let dots = 0;
  let colons = 0;
  let slashes = 0;
  let hyphens = 0;
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i);
    if (c === 46) dots++;
    else if (c === 58) colons++;
    else if (c === 47) slashes++;
    else if (c === 45 && i > from) hyphens++;
  }
  if (dots >= 3 && colons <= 1) return mask.ip;
  if (colons >= 4) return mask.ip;
  if (dots >= 3) return cutAtColon;
  if (colons > 0) return digits(text.charCodeAt(from)) || colons > 1 ? mask.time : cutAtColon;
  if (slashes > 0 && text.charCodeAt(from) === 47) return mask.path;
  if (slashes === 2 || hyphens === 2) return mask.date;
  return flags & has.backslash ? mask.path : mask.num;
}

function mixed(text: string, from: number, to: number, flags: number): number {
  const first = text.charCodeAt(from);
  if (first === 48 && (text.charCodeAt(from + 1) | 32) === 120) return mask.hex;
  // A path, or a quote written as its octal code.
  if (first === 92) return mask.path;
  if (flags & has.colon) {
    if (isUrl(text, from, to)) return mask.url;
    if (letters(first) && text.charCodeAt(from + 1) === 58 && text.charCodeAt(from + 2) === 92)
      return mask.path;
    const colons = onlyHexAndColons(text, from, to);
    if (colons >= 2) return colons === 5 && to - from === 17 ? mask.mac : mask.ip;
    if (digits(first) && isIsoTime(text, from, to)) return mask.time;
    return isHostAndPort(text, from, to) ? mask.host : cutAtColon;
  }
  if (flags & has.slash) {
    if (isPath(text, from, to))
      return text.charCodeAt(from) === 47 && countDots(text, from, to) >= 3 ? mask.host : mask.path;
    return countDots(text, from, to) >= 3 ? mask.host : inner;
  }
  if (flags & has.backslash) return mask.path;
  if (flags & has.at)
    return text.charCodeAt(from) === 64 ? mask.hex : isAddress(text, from, to) ? mask.email : mask.id;
  if (isUuid(text, from, to)) return mask.uuid;
  if (isHex(text, from, to)) return mask.hex;
  if (flags & has.dot && letters(text.charCodeAt(to - 1)) && dotted(text, from, to) !== plain)
    return mask.host;
  return to - from > wordCharsMax ? mask.id : inner;
}

function isUrl(text: string, from: number, to: number): boolean {
  const at = text.indexOf("://", from);
  return at > from && at < to;
}

/** A leading `/`, `./` or `~/`, or at least two slashes: `and/or` is none. */
function isPath(text: string, from: number, to: number): boolean {
  const first = text.charCodeAt(from);
  if (first === 47) return true;
  if ((first === 46 || first === 126) && text.charCodeAt(from + 1) === 47) return true;
  const slash = text.indexOf("/", from);
  const second = text.indexOf("/", slash + 1);
  return second >= 0 && second < to;
}

/** Number of colons when everything else is hexadecimal, else -1. */
function onlyHexAndColons(text: string, from: number, to: number): number {
  let colons = 0;
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i);
    if (c === 58) colons++;
    else if (!digits(c) && !hexLetter(c) && c !== 37 && c !== 46) return -1;
  }
  return colons;
}

/** Digits, `T`, `Z` and time signs only; a hexadecimal number and `@` may stand before. */
function isIsoTime(text: string, from: number, to: number): boolean {
  const at = text.indexOf("@", from);
  const start = at > from && at < to ? at + 1 : from;
  for (let i = from; i < start - 1; i++) {
    const c = text.charCodeAt(i);
    if (!digits(c) && !hexLetter(c)) return false;
  }
  for (let i = start; i < to; i++) {
    const c = text.charCodeAt(i);
    if (letters(c) && c !== 84 && c !== 90) return false;
  }
  return true;
}

/** `example.com:443`: labels with dots, then one colon and digits. */
function isHostAndPort(text: string, from: number, to: number): boolean {
  let at = to - 1;
  while (at > from && digits(text.charCodeAt(at))) at--;
  if (at === to - 1 || at === from || text.charCodeAt(at) !== 58) return false;
  let hyphens = false;
  for (let i = from; i < at; i++) {
    const c = text.charCodeAt(i);
    if (c === 45) hyphens = true;
    else if (c !== 46 && !digits(c) && !letters(c)) return false;
  }
  const of = dotted(text, from, at);
  if (of === mask.host || of === mask.name) return true;
  const dot = text.lastIndexOf(".", at - 1);
  return dot > from && (hyphens || !sourceEndings.has(text.slice(dot + 1, at)));
}

function countDots(text: string, from: number, to: number): number {
  let dots = 0;
  for (let i = from; i < to; i++) if (text.charCodeAt(i) === 46) dots++;
  return dots;
}

function isAddress(text: string, from: number, to: number): boolean {
  const at = text.indexOf("@", from);
  const dot = text.indexOf(".", at);
  return at > from && dot > at && dot < to - 1;
}

/** Three labels and more are hosts, classes or packages; two are one only with a host's ending. */
function dotted(text: string, from: number, to: number): number {
  let labels = 1;
  let labelStart = from;
  for (let i = from; i < to; i++) {
    if (text.charCodeAt(i) !== 46) continue;
    if (i === labelStart) return plain;
    labels++;
    labelStart = i + 1;
  }
  if (labels >= 3) return mask.name;
  return hostEndings.has(text.slice(labelStart, to)) ? mask.host : plain;
}

function isUuid(text: string, from: number, to: number): boolean {
  if (to - from !== 36) return false;
  for (let i = 0; i < 36; i++) {
    const c = text.charCodeAt(from + i);
    if (i === 8 || i === 13 || i === 18 || i === 23 ? c !== 45 : !digits(c) && !hexLetter(c)) return false;
  }
  return true;
}

/** At least six hexadecimal characters, two of them digits. */
function isHex(text: string, from: number, to: number): boolean {
  if (to - from < 6) return false;
  let numerals = 0;
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i);
    if (digits(c)) numerals++;
    else if (!hexLetter(c)) return false;
  }
  return numerals >= 2;
}

/**
 * The variable stretch [start, end) of a word with digits, written to `out`. One run of digits is the variable
 * (`blk_<num>`, `ssh<num>`); with several, all from the first to the end is one identifier whose prefix stays
 * (`attempt_<id>`). A word without a telling prefix is variable altogether.
 */
export function innerSpan(
  text: string,
  from: number,
  to: number,
  out: { start: number; end: number; code: number },
): void {
  let start = -1;
  let end = -1;
  let runs = 0;
  let boundary = -1;
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i);
    if (digits(c)) {
      if (start < 0) start = i;
      // A dot or comma between digits belongs to the number.
      const joined = i - end === 1 && end > 0 && text.charCodeAt(end) === 46;
      if (i !== end && !joined) runs++;
      end = i + 1;
    } else if (start < 0 && !letters(c)) boundary = i + 1;
  }
  out.code = mask.num;
  if (runs === 1) {
    const prefixChars = start - from;
    const signed = prefixChars === 1 && (text.charCodeAt(from) === 45 || text.charCodeAt(from) === 43);
    out.start = signed ? from : start;
    // In `blk_-1608` the minus belongs to the number.
    if (prefixChars > 1 && text.charCodeAt(start - 1) === 45 && text.charCodeAt(start - 2) === 95)
      out.start--;
    // A unit of up to three letters (`512MB`, `41C`) is part of the number.
    out.end = (prefixChars === 0 || signed) && to - end <= 3 ? to : end;
    return;
  }
  out.code = mask.id;
  out.end = to;
  out.start = boundary > from && to - from <= numberedCharsMax ? boundary : from;
  if (out.start - from < 2) out.start = from;
}
