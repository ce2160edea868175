import { classify, cutAtColon, has, inner, innerSpan, plain } from "./classify.ts";
import { kind, mask, type Tokens, tokensMax } from "./tokens.ts";

/** Characters of a line that are looked at. */
const charsMax = 4_096;

const space = 512;
const sign = 1024;
/** Per ASCII character: a property of words, `space` or `sign`. */
const table = new Uint16Array(128).fill(has.other);
for (let c = 0; c <= 32; c++) table[c] = space;
for (let c = 48; c <= 57; c++) table[c] = has.digit;
for (let c = 65; c <= 90; c++) table[c] = table[c + 32] = has.letter;
for (const c of "=,;()[]{}\"'|<>`") table[c.charCodeAt(0)] = sign;
table[46] = has.dot;
table[58] = has.colon;
table[47] = has.slash;
table[64] = has.at;
table[92] = has.backslash;
table[45] = has.joint;
table[95] = has.joint;

const maskHashes = new Int32Array(32).map((_, code) => Math.imul(code + 101, 0x9e3779b1));
const sizeUnits = new Set(["B", "KB", "MB", "GB", "TB", "PB", "KiB", "MiB", "GiB", "TiB", "kB", "bytes/s"]);
const timeUnits = new Set([
  "ms",
  "us",
  "ns",
  "s",
  "sec",
  "secs",
  "second",
  "seconds",
  "min",
  "mins",
  "minutes",
]);
const dayNames = new Set(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]);
const monthNames = new Set([
  "Jan",
  "Feb",
  "Mar",
  "Apr",
  "May",
  "Jun",
  "Jul",
  "Aug",
  "Sep",
  "Oct",
  "Nov",
  "Dec",
]);
const httpMethods = /^(?:GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS|CONNECT|TRACE) /;
/** Quoted text and `Name{…}` longer than this is taken apart like any other text. */
const quotedCharsMax = 400;

const span = { start: 0, end: 0, code: 0 };

/** Cuts text from `from` on into tokens with variables masked by their type, into `tokens`. */
export function scan(text: string, from: number, tokens: Tokens): void {
  tokens.text = text;
  tokens.count = 0;
  const end = Math.min(text.length, from + charsMax);
  const first = firstCharacter(text, from, end);
  let spaced = 0;
  let gap = 0;
  let i = from;
  while (i < end && tokens.count < tokensMax - 4) {
    const c = text.charCodeAt(i);
    const property = c < 128 ? (table[c] as number) : has.letter;
    if (property === space) {
      spaced = 1;
      gap++;
      i++;
      continue;
    }
    if (gap === 2 && (property === has.letter || c === 91)) leftOut(tokens, i);
    gap = 0;
    if (property === sign) {
      const before = tokens.count;
      const next = afterSign(text, i, end, c, first, tokens, spaced);
      // A sign that was passed over leaves its space to what follows.
      spaced = next === i + 1 && tokens.count === before ? spaced : 0;
      i = next;
      continue;
    }
    let flags = 0;
    const start = i;
    let p = property;
    do {
      flags |= p;
      i++;
      if (i >= end) break;
      const d = text.charCodeAt(i);
      p = d < 128 ? (table[d] as number) : has.letter;
    } while (p < space);
    run(text, start, i, flags, tokens, spaced);
    spaced = 0;
  }
}

/** `Invalid user  from`: two spaces after a word may be a value that was empty. Not after `key=value`, nor after signs. */
function leftOut(tokens: Tokens, at: number): void {
  const last = tokens.count - 1;
  if (last < 1 || tokens.kinds[last] !== kind.word) return;
  const before = last - 1;
  if (tokens.kinds[before] === kind.sign && tokens.text.charCodeAt(tokens.starts[before] as number) === 61)
    return;
  tokens.masks[tokens.count] = mask.empty;
  push(tokens, kind.variable, at, at, 1, maskHashes[mask.empty] as number);
}

function firstCharacter(text: string, from: number, end: number): number {
  let i = from;
  while (i < end && text.charCodeAt(i) <= 32) i++;
  return i;
}

/** Handles one sign; quoted text and braces become one variable. Returns where to go on. */
function afterSign(
  text: string,
  at: number,
  end: number,
  c: number,
  first: number,
  tokens: Tokens,
  spaced: number,
): number {
  if ((c === 34 || c === 39) && (c === 34 || at === openingQuote(text, at))) {
    const close = closingQuote(text, at, end, c);
    if (close > 0 && !httpMethods.test(text.slice(at + 1, at + 9))) {
      variable(tokens, mask.str, at, close + 1, spaced);
      return close + 1;
    }
  }
  if (c === 123 && at !== first) {
    const close = closingBrace(text, at, end);
    if (close > 0) {
      const last = tokens.count - 1;
      // `Name{…}` is one printed object.
      const isNamed = !spaced && last >= 0 && tokens.kinds[last] !== kind.sign;
      if (isNamed) tokens.count--;
      variable(tokens, mask.obj, at, close + 1, isNamed ? (tokens.spaced[last] as number) : spaced);
      return close + 1;
    }
  }
  // `<1 sec` is a duration, not a bracket.
  if (c === 60 && spaced && isDigit(text.charCodeAt(at + 1))) return at + 1;
  push(tokens, kind.sign, at, at + 1, spaced, c + 256);
  return at + 1;
}

const isDigit = (c: number): boolean => c >= 48 && c <= 57;
const isWordChar = (c: number): boolean => isDigit(c) || (c >= 97 && c <= 122) || (c >= 65 && c <= 90);

/** `at` when a single quote there opens quoted text (no letter before it), else -1. */
const openingQuote = (text: string, at: number): number =>
  at === 0 || !isWordChar(text.charCodeAt(at - 1)) ? at : -1;

function closingQuote(text: string, at: number, end: number, c: number): number {
  const limit = Math.min(end, at + quotedCharsMax);
  for (let i = at + 1; i < limit; i++) {
    if (text.charCodeAt(i) !== c || text.charCodeAt(i - 1) === 92) continue;
    if (c === 34 || !isWordChar(text.charCodeAt(i + 1))) return i;
  }
  return -1;
}

function closingBrace(text: string, at: number, end: number): number {
  const limit = Math.min(end, at + quotedCharsMax);
  let depth = 0;
  for (let i = at; i < limit; i++) {
    const c = text.charCodeAt(i);
    if (c === 123) depth++;
    else if (c === 125 && --depth === 0) return i;
  }
  return -1;
}

/** One run of characters without space or sign; `flags` tells what is in it. */
function run(text: string, from: number, to: number, flags: number, tokens: Tokens, spaced: number): void {
  let end = to;
  // Closing punctuation is a token of its own.
  while (end > from && isClosing(text.charCodeAt(end - 1))) end--;
  if (end === from) {
    // `3552 **** 3375`: a number that was not known, in a list of numbers.
    if (to - from >= 3 && text.charCodeAt(from) === 42 && unitLike(tokens)) return;
    push(tokens, kind.sign, from, to, spaced, text.charCodeAt(from) + ((to - from) << 8));
    return;
  }
  const dots = dotsWithin(text, from, end, flags);
  if (dots > from) {
    run(text, from, dots, flags, tokens, spaced);
    if (dots < to) run(text, dots, to, flagsOf(text, dots, to), tokens, 0);
    return;
  }
  word(text, from, end, end < to ? flagsOf(text, from, end) : flags, tokens, spaced);
  if (end < to) push(tokens, kind.sign, end, to, 0, text.charCodeAt(end) + ((to - end) << 8));
}

const isClosing = (c: number): boolean => c === 46 || c === 58 || c === 33 || c === 63 || c === 42;

/** End of a leader such as `fetch.......0`: the position after its dots, or -1. */
function dotsWithin(text: string, from: number, to: number, flags: number): number {
  if ((flags & has.dot) === 0) return -1;
  const at = text.indexOf("...", from);
  if (at < 0 || at >= to) return -1;
  let i = at;
  while (i < to && text.charCodeAt(i) === 46) i++;
  return i;
}

function word(text: string, from: number, to: number, flags: number, tokens: Tokens, spaced: number): void {
  if (tokens.count >= tokensMax - 4) return;
  const code = classify(text, from, to, flags);
  // In `java.io.tmpdir=/tmp` the name is the key, which tells messages apart, and not a value.
  if (code === mask.name && text.charCodeAt(to) === 61) literal(text, from, to, tokens, spaced);
  else if (code >= 0) variable(tokens, code, from, to, spaced);
  else if (code === plain) literal(text, from, to, tokens, spaced);
  else if (code === inner) partial(text, from, to, tokens, spaced);
  else if (code === cutAtColon) {
    const colon = text.indexOf(":", from);
    if (colon > from) word(text, from, colon, flagsOf(text, from, colon), tokens, spaced);
    let after = colon + 1;
    while (after < to && text.charCodeAt(after) === 58) after++;
    push(tokens, kind.sign, colon, after, colon > from ? 0 : spaced, 58 + ((after - colon) << 8));
    if (after < to) run(text, after, to, flagsOf(text, after, to), tokens, 0);
  }
}

function flagsOf(text: string, from: number, to: number): number {
  let flags = 0;
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i);
    flags |= c < 128 ? (table[c] as number) : has.letter;
  }
  return flags & (space - 1);
}

function literal(text: string, from: number, to: number, tokens: Tokens, spaced: number): void {
  const chars = to - from;
  if (chars <= 7) {
    const c = text.charCodeAt(from) | 32;
    if (c === 116 || c === 102 || c === 110 || c === 111 || c === 121 || unitLike(tokens)) {
      if (special(text.slice(from, to), from, to, tokens, spaced)) return;
    }
    if (chars === 3 && dateWord(text, from, to)) {
      variable(tokens, mask.date, from, to, spaced);
      return;
    }
  }
  let hash = 0x811c9dc5 | 0;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  push(tokens, kind.word, from, to, spaced, hash);
}

const unitLike = (tokens: Tokens): boolean => {
  const last = tokens.count - 1;
  return last >= 0 && tokens.kinds[last] === kind.variable && tokens.masks[last] === mask.num;
};

/** true, false, null and the unit after a number. */
function special(word: string, from: number, to: number, tokens: Tokens, spaced: number): boolean {
  switch (word) {
    case "true":
    case "false":
    case "True":
    case "False":
    case "TRUE":
    case "FALSE":
      variable(tokens, mask.bool, from, to, spaced);
      return true;
    case "null":
    case "NULL":
    case "nil":
      variable(tokens, mask.null, from, to, spaced);
      return true;
    case "on":
    case "off":
    case "yes":
    case "no":
      if (!isSwitch(tokens, to)) break;
      variable(tokens, mask.bool, from, to, spaced);
      return true;
  }
  if (!unitLike(tokens)) return false;
  const last = tokens.count - 1;
  const unit = sizeUnits.has(word) ? mask.size : timeUnits.has(word) ? mask.duration : -1;
  if (unit < 0) return false;
  tokens.masks[last] = unit;
  tokens.hashes[last] = maskHashes[unit] as number;
  tokens.ends[last] = to;
  return true;
}

/** on, off, yes and no are values only within brackets, after `=` or beside another such value. */
function isSwitch(tokens: Tokens, to: number): boolean {
  const last = tokens.count - 1;
  if (last < 0) return false;
  if (tokens.kinds[last] !== kind.sign) return repeats(tokens, last, mask.bool);
  const before = tokens.text.charCodeAt(tokens.starts[last] as number);
  if (before === 61 || before === 40 || before === 91) return true;
  const after = tokens.text.charCodeAt(to);
  return after === 41 || after === 93;
}

/** A day's or month's name counts as a date only before a number or another such name. */
function dateWord(text: string, from: number, to: number): boolean {
  const name = text.slice(from, to);
  if (!dayNames.has(name) && !monthNames.has(name)) return false;
  let i = to;
  while (text.charCodeAt(i) === 32 || text.charCodeAt(i) === 44) i++;
  return i > to && (isDigit(text.charCodeAt(i)) || monthNames.has(text.slice(i, i + 3)));
}

function partial(text: string, from: number, to: number, tokens: Tokens, spaced: number): void {
  innerSpan(text, from, to, span);
  if (span.start === from && span.end === to) {
    variable(tokens, span.code, from, to, spaced);
    return;
  }
  let hash = 0x811c9dc5 | 0;
  for (let i = from; i < span.start; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (maskHashes[span.code] as number), 0x01000193);
  for (let i = span.end; i < to; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  const at = tokens.count;
  tokens.masks[at] = span.code;
  tokens.innerStarts[at] = span.start;
  tokens.innerEnds[at] = span.end;
  push(tokens, kind.partial, from, to, spaced, hash);
}

/** A list of variables of one type is one variable, however long it is. */
function variable(tokens: Tokens, code: number, from: number, to: number, spaced: number): void {
  const last = tokens.count - 1;
  if (last >= 0 && repeats(tokens, last, code)) {
    tokens.ends[last] = to;
    return;
  }
  if (last >= 1 && tokens.kinds[last] === kind.sign && repeats(tokens, last - 1, code)) {
    const sign = tokens.text.charCodeAt(tokens.starts[last] as number);
    if (sign === 44 || sign === 59) {
      tokens.count--;
      tokens.ends[last - 1] = to;
      return;
    }
  }
  tokens.masks[tokens.count] = code;
  push(tokens, kind.variable, from, to, spaced, maskHashes[code] as number);
}

const repeats = (tokens: Tokens, index: number, code: number): boolean =>
  tokens.kinds[index] === kind.variable && tokens.masks[index] === code;

function push(tokens: Tokens, of: number, from: number, to: number, spaced: number, hash: number): void {
  if (tokens.count >= tokensMax) return;
  const at = tokens.count++;
  tokens.kinds[at] = of;
  tokens.starts[at] = from;
  tokens.ends[at] = to;
  tokens.spaced[at] = spaced;
  tokens.hashes[at] = hash;
}
