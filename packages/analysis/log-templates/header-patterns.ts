/** Times as programs write them at the beginning of a line, each with the tokens of white-space separated text it spans. */
const times: readonly RegExp[] = [
  /\[?\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[T -]\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,:]\d+)?)?(?: ?(?:Z|[+-]\d{2}:?\d{2}))?)?[\],]*(?=\s|$)/y,
  /\[?\d{1,2}[-/]\d{1,2}(?:[-/]\d{2,4})? \d{1,2}:\d{2}:\d{2}(?:[.,]\d+)?[\],]*(?=\s|$)/y,
  /\[?\d{1,2}\/[A-Z][a-z]{2}\/\d{4}:\d{2}:\d{2}:\d{2}(?: [+-]\d{4})?\]?(?=\s|$)/y,
  /[A-Z][a-z]{2} +\d{1,2} \d{2}:\d{2}:\d{2}(?:\.\d+)?(?=\s|$)/y,
  /\[[A-Z][a-z]{2} [A-Z][a-z]{2} +\d{1,2} \d{2}:\d{2}:\d{2}(?:\.\d+)? \d{4}\](?=\s|$)/y,
  /\[?\d{1,2}\.\d{1,2} \d{1,2}:\d{2}:\d{2}\]?(?=\s|$)/y,
  /\[?\d{1,2}:\d{2}:\d{2}(?:[.,]\d+)?[\],]*(?=\s|$)/y,
  // Seconds or milliseconds since the epoch, 2001 to 2039.
  /\[?(?:1\d{9}|2[01]\d{8})(?:\d{3}|\.\d+)?\]?(?=\s|$)/y,
];

/** End of the time that begins at `at`, or -1. */
export function timeAt(line: string, at: number): number {
  for (const pattern of times) {
    pattern.lastIndex = at;
    if (pattern.test(line)) return pattern.lastIndex;
  }
  return -1;
}

const level =
  /[[(<]?(?:TRACE|DEBUG|INFO|INFORMATION|NOTICE|WARN|WARNING|ERROR|ERR|SEVERE|FAILURE|FATAL|CRITICAL|CRIT|ALERT|EMERG|PANIC|VERBOSE|FINE|FINER|FINEST|CONFIG|[VDIWEF])[\])>]?[,:]?(?=\s|$)/iy;

export function levelAt(line: string, at: number): number {
  level.lastIndex = at;
  return level.test(line) ? level.lastIndex : -1;
}

const wholeNumber = /\d+(?=\s|$)/y;

export function numberAt(line: string, at: number): number {
  wholeNumber.lastIndex = at;
  return wholeNumber.test(line) ? wholeNumber.lastIndex : -1;
}

/** End of a balanced `[…]`, or -1. */
export function bracketAt(line: string, at: number): number {
  if (line.charCodeAt(at) !== 91) return -1;
  const limit = Math.min(line.length, at + 240);
  let depth = 0;
  for (let i = at; i < limit; i++) {
    const c = line.charCodeAt(i);
    if (c === 91) depth++;
    else if (c === 93 && --depth === 0) return i + 1;
  }
  return -1;
}

export function dashAt(line: string, at: number): number {
  return line.charCodeAt(at) === 45 && line.charCodeAt(at + 1) === 32 ? at + 1 : -1;
}

/** After a ` - ` that follows within a few words: `chrome.exe *64 - `. */
export function dashSoonAt(line: string, at: number): number {
  const dash = line.indexOf(" - ", at);
  if (dash < 0 || dash - at > 60) return -1;
  let words = 1;
  for (let i = at; i < dash; i++) if (line.charCodeAt(i) === 32) words++;
  return words <= 3 ? dash + 2 : -1;
}

/** After a component's colon. It may hold spaces (`syslogd 1.4.1:`) but is short. */
export function colonAt(line: string, at: number): number {
  const limit = Math.min(line.length, at + 200);
  for (let i = line.indexOf(":", at); i >= 0 && i < limit; i = line.indexOf(":", i + 1)) {
    if (i + 1 >= line.length || line.charCodeAt(i + 1) === 32) return i + 1;
  }
  return -1;
}

/** A component whose colon ends its first word: what a colon column must mostly look like. */
export function colonWordAt(line: string, at: number): number {
  const end = colonAt(line, at);
  if (end < 0) return -1;
  const gap = line.indexOf(" ", at);
  return gap < 0 || gap >= end ? end : -1;
}

export function wordAt(line: string, at: number): number {
  let i = at;
  while (i < line.length && line.charCodeAt(i) > 32) i++;
  return i > at ? i : -1;
}

/** A word padded to a column: two spaces and more follow. */
export function paddedAt(line: string, at: number): number {
  const end = wordAt(line, at);
  return end > 0 && line.charCodeAt(end) === 32 && line.charCodeAt(end + 1) === 32 ? end : -1;
}

/** A component before a bracket: `nova.api.server [req-…] `. */
export function wordThenBracketAt(line: string, at: number): number {
  const end = wordAt(line, at);
  return end > 0 && line.charCodeAt(end + 1) === 91 ? end : -1;
}

/** A field that ends in `|`. */
export function pipeAt(line: string, at: number): number {
  const pipe = line.indexOf("|", at);
  const gap = line.indexOf(" ", at);
  return pipe >= 0 && pipe - at < 60 && (gap < 0 || gap > pipe) ? pipe + 1 : -1;
}

export function skipSpace(line: string, at: number): number {
  let i = at;
  while (i < line.length && line.charCodeAt(i) <= 32) i++;
  return i;
}
