import type { Change } from "@triops/domains/changes/schemas";
import { formatDay, wallClock } from "@triops/ui/times";

export type Day = { key: string; label: string; changes: Change[] };

const dayMs = 86_400_000;

/** A feed that is sorted by time, cut where a day of the reader's zone ends. */
export function groupByDay(changes: readonly Change[], zone: string, nowMs: number): Day[] {
  const days: Day[] = [];
  for (const change of changes) {
    const key = dayOf(Date.parse(change.at), zone);
    const last = days.at(-1);
    if (last?.key === key) last.changes.push(change);
    else days.push({ key, label: labelOf(change.at, key, zone, nowMs), changes: [change] });
  }
  return days;
}

export function dayOf(ms: number, zone: string): string {
  const { year, month, day } = wallClock(ms, zone);
  return `${year}-${month}-${day}`;
}

function labelOf(at: string, key: string, zone: string, nowMs: number): string {
  const day = formatDay(at, zone, nowMs);
  if (key === dayOf(nowMs, zone)) return `Today, ${day}`;
  return key === dayOf(nowMs - dayMs, zone) ? `Yesterday, ${day}` : day;
}

/** The sentence under the title. */
export function answerFor(changes: readonly Change[], zone: string, nowMs: number, more: boolean): string {
  const today = changes.filter(({ at }) => dayOf(Date.parse(at), zone) === dayOf(nowMs, zone));
  if (today.length === 0) return "Nothing was changed today.";
  const all = today.length === changes.length && more;
  const deploys = today.filter(({ kind }) => kind === "deploy").length;
  const count = `${today.length}${all ? "+" : ""} ${today.length === 1 ? "change" : "changes"} today`;
  return deploys === 0
    ? `${count}.`
    : `${count}, ${deploys} of them ${deploys === 1 ? "a deploy" : "deploys"}.`;
}
