import type { Matcher } from "@triops/domains/silences/rules";
import { fromInputValue, toInputValue } from "@triops/ui/times";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

export const durations = [
  { value: "1800", label: "30 min" },
  { value: "7200", label: "2 h" },
  { value: "28800", label: "8 h" },
  { value: "86400", label: "1 day" },
  { value: "604800", label: "1 week" },
  { value: "", label: "Until…" },
] as const;

/** A condition under edit, with a key that stays while its texts change. */
export type Line = Matcher & { key: number };

/** What the form holds; times as the browser's own fields write them, in the reader's zone. */
export type Draft = {
  lines: Line[];
  comment: string;
  /** Empty begins now. */
  startsAt: string;
  /** Seconds; empty when the end is given as a time. */
  duration: string;
  endsAt: string;
};

let lastKey = 0;
export const lineOf = (matcher: Matcher): Line => ({ ...matcher, key: ++lastKey });
export const emptyLine = (): Line => lineOf({ name: "", value: "", isRegex: false, isEqual: true });

export function newDraft(matchers: readonly Matcher[], nowMs: number, zone: string): Draft {
  return {
    lines: matchers.length > 0 ? matchers.map(lineOf) : [emptyLine()],
    comment: "",
    startsAt: "",
    duration: "7200",
    endsAt: toInputValue(nowMs + 2 * hourMs, zone),
  };
}

type Stored = {
  matchers: readonly Matcher[];
  comment: string;
  startsAt: string;
  endsAt: string;
  state: string;
};

export function draftOf(silence: Stored, zone: string): Draft {
  return {
    lines: silence.matchers.map(lineOf),
    comment: silence.comment,
    startsAt: silence.state === "pending" ? toInputValue(silence.startsAt, zone) : "",
    duration: "",
    endsAt: toInputValue(silence.endsAt, zone),
  };
}

/** Conditions that are complete enough to be asked about. */
export const completeOf = (lines: readonly Line[]): Matcher[] =>
  lines
    .filter((line) => line.name.trim() !== "")
    .map(({ key: _, ...matcher }) => ({ ...matcher, name: matcher.name.trim() }));

/** What is sent; times are null when they cannot be read. */
export function timesOf(
  draft: Draft,
  nowMs: number,
  zone: string,
): { startsMs: number | null; endsMs: number | null } {
  const startsMs = draft.startsAt === "" ? null : fromInputValue(draft.startsAt, zone);
  const endsMs =
    draft.duration === ""
      ? fromInputValue(draft.endsAt, zone)
      : (startsMs ?? nowMs) + Number(draft.duration) * 1_000;
  return { startsMs, endsMs };
}
