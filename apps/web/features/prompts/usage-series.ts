import type { PromptUsage } from "@triops/domains/prompts/usage-schemas";
import type { ChartMarker, ChartSeries } from "@triops/ui/chart-types";
import { formatCount } from "@triops/ui/units";
import { moveText } from "./words.ts";

type Lines = PromptUsage["series"]["versions"][number];

/** One line per version; it keeps its colour whatever else is shown. */
function perVersion(
  { series }: PromptUsage,
  valueAt: (lines: Lines, at: number) => number | null,
): ChartSeries[] {
  return series.versions.map((lines) => ({
    id: `v${lines.version}`,
    label: `v${lines.version}`,
    points: series.times.map((time, at) => [time, valueAt(lines, at)] as const),
  }));
}

export const callSeries = (usage: PromptUsage): ChartSeries[] =>
  perVersion(usage, ({ calls }, at) => calls[at] ?? 0);

export const costSeries = (usage: PromptUsage): ChartSeries[] =>
  perVersion(usage, ({ costPerCallUsd }, at) => costPerCallUsd[at] ?? null);

export const latencySeries = (usage: PromptUsage): ChartSeries[] =>
  perVersion(usage, ({ p95Ms }, at) => p95Ms[at] ?? null);

/** Gaps where nobody called. */
export const errorSeries = (usage: PromptUsage): ChartSeries[] =>
  perVersion(usage, ({ calls, errors }, at) => {
    const asked = calls[at] ?? 0;
    return asked === 0 ? null : (errors[at] ?? 0) / asked;
  });

type Scored = PromptUsage["quality"]["scores"][number];

/** Mean of a score per version; gaps where nothing was scored. */
export const qualitySeries = ({ series }: PromptUsage, { versions }: Scored): ChartSeries[] =>
  versions.map(({ version, means }) => ({
    id: `v${version}`,
    label: `v${version}`,
    points: series.times.map((time, at) => [time, means[at] ?? null] as const),
  }));

/** What a mean is the mean of: how many were scored, per version. */
export function scoredText({ versions }: Scored): string {
  const counts = versions.map(
    ({ version, counts: each }) => `v${version} ${formatCount(each.reduce((a, b) => a + b, 0))}`,
  );
  return `Scores: ${counts.join(", ")}`;
}

/** When a label moved: where a line may change its course. */
export const moveMarkers = ({ moves }: PromptUsage): ChartMarker[] =>
  moves.map(({ at, label, fromVersion, toVersion, actorName }) => ({
    id: `${at}${label}`,
    atMs: Date.parse(at),
    label: moveText(label, fromVersion, toVersion),
    detail: `by ${actorName}`,
  }));
