import type { Incident } from "@triops/domains/incidents/schemas";
import { answerFor } from "../incidents/answer.ts";

/** Samples older than this mean that senders stopped or that we do not keep up. */
const lagMsMax = 120_000;

type Facts = {
  active: readonly Incident[];
  more: boolean;
  /** Age of the newest sample; null when none ever came, undefined while unknown. */
  lagMs: number | null | undefined;
};

/** The sentence that the page is opened for. */
export function overviewAnswer({ active, more, lagMs }: Facts): string {
  const trouble = active.length === 0 ? "Nothing is wrong." : answerFor(active, more);
  if (lagMs === undefined) return trouble;
  if (lagMs === null) return `${trouble} No telemetry has arrived yet.`;
  if (lagMs > lagMsMax) return `${trouble} No telemetry for ${Math.round(lagMs / 60_000)} minutes.`;
  return trouble;
}
