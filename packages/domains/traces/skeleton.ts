import type { TraceSkeleton as StoredSkeleton } from "@triops/telemetry/traces/skeleton";
import type { TraceSkeleton } from "./schemas.ts";

const none = -1;
const missing = -2;

/** Columns as they leave: names once, parents by place. A span that names itself as parent counts as a root. */
export function packSkeleton(traceId: string, stored: StoredSkeleton): Omit<TraceSkeleton, "time"> {
  const placeOf = new Map(stored.spanIds.map((id, place) => [id, place]));
  const services = dictionary(stored.services);
  const operations = dictionary(stored.operations);
  const kinds = dictionary(stored.kinds);
  const statuses = dictionary(stored.statuses);
  let endUs = 0;
  for (let place = 0; place < stored.startUs.length; place++)
    endUs = Math.max(endUs, (stored.startUs[place] ?? 0) + (stored.durationUs[place] ?? 0));
  return {
    traceId,
    startMs: stored.startMs,
    durationMs: endUs / 1_000,
    isCut: stored.isCut,
    services: services.names,
    operations: operations.names,
    kinds: kinds.names,
    statuses: statuses.names,
    spans: {
      id: stored.spanIds,
      parent: stored.parentIds.map((id, place) => {
        if (id === "") return none;
        const parent = placeOf.get(id);
        return parent === undefined ? missing : parent === place ? none : parent;
      }),
      service: services.places,
      operation: operations.places,
      kind: kinds.places,
      status: statuses.places,
      startUs: stored.startUs,
      durationUs: stored.durationUs,
      marks: stored.marks,
    },
  };
}

function dictionary(texts: readonly string[]): { names: string[]; places: number[] } {
  const placeOf = new Map<string, number>();
  const places = texts.map((text) => {
    let place = placeOf.get(text);
    if (place === undefined) {
      place = placeOf.size;
      placeOf.set(text, place);
    }
    return place;
  });
  return { names: [...placeOf.keys()], places };
}
