import { type Bucket, type Buckets, buckets } from "./buckets.ts";
import type { Flag, Usage } from "./usage.ts";

const known = new Set<string>(buckets);
const tier = "service_tier:";
const region = "region:";

/**
 * What a record keeps of usage beside its buckets: what is odd about it, and what changes its price (`service_tier:flex`,
 * `region:us`), so that it can be priced again.
 */
export const recordedFlags = (usage: Usage): string[] => [
  ...usage.flags,
  ...(usage.serviceTier === null ? [] : [`${tier}${usage.serviceTier}`]),
  ...(usage.region === null ? [] : [`${region}${usage.region}`]),
];

export type RecordedUsage = {
  names: readonly string[];
  values: readonly number[];
  flags: readonly string[];
};

/** The usage that a record was made of. Buckets of another version are left out. */
export function usageOfRecord({ names, values, flags }: RecordedUsage): Usage {
  const counts: Buckets = {};
  for (const [index, name] of names.entries()) {
    if (known.has(name)) counts[name as Bucket] = values[index] ?? 0;
  }
  const after = (prefix: string) =>
    flags.find((flag) => flag.startsWith(prefix))?.slice(prefix.length) ?? null;
  return {
    dialect: "recorded",
    buckets: counts,
    flags: flags.filter((flag) => !flag.includes(":")) as Flag[],
    estimated: flags.includes("estimated"),
    model: null,
    serviceTier: after(tier),
    region: after(region),
    reportedUsd: null,
  };
}
