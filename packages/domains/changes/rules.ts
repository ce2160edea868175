/** Kinds that Triops itself uses and that get a word of their own on screens. Others are welcome as they are. */
export const changeKinds = {
  deploy: "Deploy",
  release: "Release",
  rollback: "Rollback",
  promotion: "Promotion",
  label: "Label",
  config: "Configuration",
  flag: "Flag",
  scale: "Scale",
  access: "Access",
  code: "Code",
  pipeline: "Pipeline",
} as const;
export type KnownKind = keyof typeof changeKinds;

/** Who told us of a change. */
export const changeSources = {
  hand: "Recorded by hand",
  api: "API",
  webhook: "Webhook",
  github: "GitHub",
  triops: "Triops",
} as const;
export type ChangeSource = keyof typeof changeSources;

export const kindLabel = (kind: string): string => (changeKinds as Record<string, string>)[kind] ?? kind;

/** How far ahead of our clock a change may claim to be, ms. */
export const aheadMsMax = 10 * 60_000;
/** Reports without an id and a time of their own are one when they say the same within this time, ms. */
export const sameWithinMs = 10 * 60_000;
/** Markers on one chart; the rest is counted. */
export const markersMax = 200;

/** Why the instant cannot be that of a change, or null. */
export function timeFault(at: Date, now: Date): string | null {
  if (at.getTime() > now.getTime() + aheadMsMax) return "More than 10 minutes in the future";
  if (at.getTime() < Date.UTC(2000, 0, 1)) return "Before the year 2000";
  return null;
}

type Removable = { source: string; createdById: string };

/** Why this change cannot be deleted, or null. Reports of machines and of Triops itself are history. */
export function removalRefusal(change: Removable, actorId: string): string | null {
  if (change.source !== "hand" && change.source !== "api")
    return "Only changes recorded by hand can be deleted";
  return change.createdById === actorId ? null : "Only whoever recorded it can delete it";
}

export type Place = { atMs: number; id: string };

/** Where a page ended: changes are listed by their time, and by id within one instant. */
export const cursorOf = ({ atMs, id }: Place): string => `${atMs}-${id}`;

export function placeOf(cursor: string): Place {
  const dash = cursor.indexOf("-");
  return { atMs: Number(cursor.slice(0, dash)), id: cursor.slice(dash + 1) };
}

/**
 * The id of a report that brought none: a digest of what it says, and for one without a time the stretch of time in
 * which it came, so that the same words next week are another change.
 */
export function contentId(digest: string, hasTime: boolean, nowMs: number): string {
  return hasTime ? `content:${digest}` : `content:${digest}:${Math.floor(nowMs / sameWithinMs)}`;
}

/** The same content in the stretch before: a repetition across its border is one too. */
export function neighbourId(externalId: string): string | null {
  const [kind, digest, stretch] = externalId.split(":");
  if (kind !== "content" || stretch === undefined) return null;
  return `content:${digest}:${Number(stretch) - 1}`;
}
