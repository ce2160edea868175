import { ingestLimits, keyLimits, type PublishedKey } from "./schemas.ts";

export type IngestLimits = PublishedKey["limits"];

const stored = ingestLimits.partial();

/** What is kept of a workspace over the defaults; what cannot be read counts as not set. */
export function limitsOf(kept: unknown): IngestLimits {
  const read = stored.safeParse(kept ?? {});
  return { ...keyLimits, ...(read.success ? read.data : {}) };
}

/** Only what differs from the defaults is kept, so that better defaults reach who never chose. */
export function keptLimits(limits: IngestLimits): Partial<IngestLimits> {
  const own = Object.entries(limits).filter(
    ([name, value]) => value !== keyLimits[name as keyof IngestLimits],
  );
  return Object.fromEntries(own) as Partial<IngestLimits>;
}
