import {
  bracketAt,
  colonAt,
  colonWordAt,
  dashAt,
  dashSoonAt,
  levelAt,
  numberAt,
  paddedAt,
  pipeAt,
  skipSpace,
  timeAt,
  wordAt,
  wordThenBracketAt,
} from "./header-patterns.ts";

/**
 * What stands before the message, column by column, as learned from a sample of lines. Empty for lines without a
 * header, which is what most senders of structured logs have.
 */
export type HeaderStep =
  | "time"
  | "level"
  | "number"
  | "word"
  | "bracket"
  | "dash"
  | "dashSoon"
  | "colon"
  | "pipe";
export type Header = readonly HeaderStep[];

type Match = (line: string, at: number) => number;

const matchers: Record<HeaderStep, Match> = {
  time: timeAt,
  level: levelAt,
  number: numberAt,
  word: wordAt,
  bracket: bracketAt,
  dash: dashAt,
  dashSoon: dashSoonAt,
  colon: colonAt,
  pipe: pipeAt,
};

const columnsMax = 16;
/** Columns that may stand before a time or level without saying what they are. */
const unknownColumnsMax = 6;
/** Share of the sample that must fit a column. */
const share = 0.95;
const colonShare = 0.8;

type Cursor = { line: string; at: number };

/** Learns the header of lines that one source wrote. Only times and levels prove that there is one. */
export function learnHeader(sample: readonly string[]): Header {
  let cursors = sample.filter((line) => line.trim() !== "").map((line) => ({ line, at: skipSpace(line, 0) }));
  if (cursors.length === 0) return [];
  const steps: HeaderStep[] = [];
  if (fits(cursors, pipeTimeAt, share)) return learnPipes(cursors);
  let anchored = false;
  while (steps.length < columnsMax) {
    const found = nextAnchor(cursors, anchored ? unknownColumnsMax : unknownColumnsMax + 2);
    if (!found) break;
    steps.push(...found.steps);
    cursors = found.cursors;
    anchored = true;
  }
  return anchored ? [...steps, ...tail(cursors, steps)] : [];
}

/** The columns up to and with the next time or level that nearly all lines have, if one follows soon. */
function nextAnchor(
  from: readonly Cursor[],
  unknownMax: number,
): { steps: HeaderStep[]; cursors: Cursor[] } | null {
  let cursors = [...from];
  const steps: HeaderStep[] = [];
  for (let unknown = 0; unknown <= unknownMax; unknown++) {
    for (const anchor of ["time", "level"] as const) {
      if (!fits(cursors, matchers[anchor], share)) continue;
      return { steps: [...steps, anchor], cursors: advance(cursors, matchers[anchor]) };
    }
    const step = fits(cursors, bracketAt, share) ? "bracket" : "word";
    if (!fits(cursors, matchers[step], share)) return null;
    steps.push(step);
    cursors = advance(cursors, matchers[step]);
  }
  return null;
}

/** What follows the last time or level: thread, component, request and the sign that ends them. */
function tail(from: readonly Cursor[], before: readonly HeaderStep[]): HeaderStep[] {
  let cursors = [...from];
  const steps: HeaderStep[] = [];
  const take = (step: HeaderStep) => {
    steps.push(step);
    cursors = advance(cursors, matchers[step]);
  };
  while (fits(cursors, numberAt, 0.98)) take("number");
  if (fits(cursors, dashAt, share)) take("dash");
  if (fits(cursors, wordThenBracketAt, share)) take("word");
  while (fits(cursors, bracketAt, share)) take("bracket");
  if (fits(cursors, dashAt, share)) {
    take("dash");
    return steps;
  }
  if (fits(cursors, paddedAt, share)) take("word");
  if (fits(cursors, colonWordAt, colonShare)) take("colon");
  else if (before.at(-1) === "time") {
    const afterHost = advance(cursors, wordAt);
    // Syslog: a host, then a program and its colon.
    if (fits(afterHost, colonWordAt, colonShare) && fits(cursors, wordAt, share)) {
      take("word");
      take("colon");
    } else if (fits(cursors, dashSoonAt, share)) take("dashSoon");
  }
  return steps;
}

const pipeTime = /\d[\d:.-]{6,}\|/y;
function pipeTimeAt(line: string, at: number): number {
  pipeTime.lastIndex = at;
  return pipeTime.test(line) ? pipeTime.lastIndex : -1;
}

/** Lines that begin with a time and `|`: as many fields as nearly all lines have. */
function learnPipes(from: readonly Cursor[]): Header {
  let cursors = [...from];
  const steps: HeaderStep[] = [];
  while (steps.length < 8 && fits(cursors, pipeAt, share)) {
    steps.push("pipe");
    cursors = advance(cursors, pipeAt);
  }
  return steps;
}

function fits(cursors: readonly Cursor[], match: Match, needed: number): boolean {
  if (cursors.length === 0) return false;
  let matching = 0;
  for (const { line, at } of cursors) if (match(line, at) >= 0) matching++;
  return matching >= needed * cursors.length;
}

/** Lines that do not fit are left behind. */
function advance(cursors: readonly Cursor[], match: Match): Cursor[] {
  const next: Cursor[] = [];
  for (const { line, at } of cursors) {
    const end = match(line, at);
    if (end >= 0) next.push({ line, at: skipSpace(line, end) });
  }
  return next;
}

/** Where the message begins; 0 for a line that does not begin with the header, such as one of a stack trace. */
export function messageStart(header: Header, line: string): number {
  let at = skipSpace(line, 0);
  for (let i = 0; i < header.length; i++) {
    const step = header[i] as HeaderStep;
    let end = matchers[step](line, at);
    // A level nobody has heard of is still the level's column.
    if (end < 0 && step === "level") end = wordAt(line, at);
    if (end < 0) {
      // A line without the optional component still has its message after what was there.
      if (i > 0 && (step === "colon" || step === "dashSoon" || step === "bracket")) continue;
      return 0;
    }
    at = skipSpace(line, end);
  }
  return at;
}
