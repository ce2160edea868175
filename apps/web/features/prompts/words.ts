import type { Prompt, PromptLabel, PromptVersion } from "@triops/domains/prompts/schemas";
import type { Figures } from "@triops/domains/prompts/usage-schemas";
import { formatCount, formatDuration, formatUsd } from "@triops/ui/units";

/** "support/reply" as its folder, with the slash, and what is left. */
export function nameParts(name: string): [folder: string, own: string] {
  const at = name.lastIndexOf("/") + 1;
  return [name.slice(0, at), name.slice(at)];
}

export const costText = ({ costUsd, unpriced, calls }: Figures): string =>
  costUsd === null
    ? calls === 0
      ? "–"
      : "no price"
    : `${unpriced > 0 ? "≥ " : ""}${formatUsd(Number(costUsd))}`;

/** The sentence that the list opens with. */
export function libraryAnswer(rows: readonly Prompt[], more: boolean, waiting: number): string | undefined {
  if (rows.length === 0) return undefined;
  const live = rows.filter(({ labels }) => labels.some(({ label }) => label === "production")).length;
  const count = `${rows.length}${more ? "+" : ""} ${rows.length === 1 ? "prompt" : "prompts"}`;
  const asks =
    waiting === 0
      ? ""
      : ` ${waiting} label ${waiting === 1 ? "request waits" : "requests wait"} for a decision.`;
  return `${count}, ${live} with a version in production.${asks}`;
}

/** The sentence that a prompt opens with: what callers get, and what is newer than that. */
export function promptAnswer(
  { labels, latest, versions, archivedAt }: Prompt,
  week: Figures | undefined,
): string {
  const production = labels.find(({ label }) => label === "production");
  const parts: string[] = [];
  if (!production) parts.push(versions === 0 ? "It has no version." : "No version is in production yet.");
  else {
    const behind =
      latest && latest.version > production.version ? `; v${latest.version} is newer` : ", the latest";
    parts.push(`Production is v${production.version}${behind}.`);
  }
  if (week && week.calls > 0) parts.push(weekText(week));
  if (archivedAt) parts.push("It is archived: it still answers, but is out of the lists.");
  return parts.join(" ");
}

function weekText(week: Figures): string {
  const { calls, errors, p95Ms } = week;
  return [
    `${formatCount(calls)} ${calls === 1 ? "call" : "calls"} in the last 7 days`,
    ...(week.costUsd === null ? [] : [costText(week)]),
    ...(p95Ms === null ? [] : [`p95 ${formatDuration(p95Ms)}`]),
    ...(errors > 0 ? [`${formatCount(errors)} failed`] : []),
  ]
    .join(", ")
    .concat(".");
}

export const versionText = ({ version, message }: Pick<PromptVersion, "version" | "message">): string =>
  message === "" ? `v${version}` : `v${version}: ${message}`;

/** What a label pointed at before and after. */
export function moveText(label: string, from: number | null, to: number | null): string {
  const said = (version: number | null) => (version === null ? "nothing" : `v${version}`);
  return `${label}: ${said(from)} → ${said(to)}`;
}

/** Labels of a version with the word whether they are guarded. */
export const labelsOf = (labels: readonly PromptLabel[], version: number): PromptLabel[] =>
  labels.filter((one) => one.version === version);
