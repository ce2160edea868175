import { normaliseUsage } from "@triops/analysis/pricing/normalise";
import type { Usage } from "@triops/analysis/pricing/usage";
import type { CallOutcome } from "../call.ts";

/** An outcome that is recorded does not change any more. */
const known = new WeakMap<CallOutcome, Usage | null>();

/** What the provider said it used, in buckets; null where it said nothing that can be read. */
export function statedUsage(outcome: CallOutcome): Usage | null {
  if (outcome.usage === null || outcome.usage === undefined) return null;
  let usage = known.get(outcome);
  if (usage === undefined) {
    const hints = { provider: outcome.provider?.priceProvider ?? null };
    usage = normaliseUsage(outcome.usageDialect, outcome.usage, hints);
    known.set(outcome, usage);
  }
  return usage;
}
