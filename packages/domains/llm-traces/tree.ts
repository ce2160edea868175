import { picodollarsOf, usdText } from "@triops/analysis/pricing/money";
import type { LlmTree } from "@triops/telemetry/llm/tree";
import type { LlmTrace } from "./schemas.ts";

const none = -1;
const missing = -2;

/**
 * The place of each span's nearest ancestor in the tree: -1 for a root, -2 when its parent is in neither. `parentOf`
 * knows the spans in between that are not about models.
 */
export function parentPlaces(tree: LlmTree, parentOf: ReadonlyMap<string, string>): number[] {
  const placeOf = new Map(tree.spanIds.map((id, place) => [id, place]));
  const climb = (first: string, self: number): number => {
    const passed = new Set<string>();
    let id = first;
    for (;;) {
      if (id === "") return none;
      const place = placeOf.get(id);
      if (place !== undefined) return place === self ? none : place;
      if (passed.has(id)) return missing;
      passed.add(id);
      const next = parentOf.get(id);
      if (next === undefined) return missing;
      id = next;
    }
  };
  return withoutCircles(tree.parentIds.map((id, place) => climb(id, place)));
}

/** Spans that cause each other would never be shown: the first of a circle becomes a root. */
function withoutCircles(parents: number[]): number[] {
  const isDone = new Uint8Array(parents.length);
  for (let start = 0; start < parents.length; start++) {
    const path = new Set<number>();
    let at = start;
    while (at >= 0 && isDone[at] === 0) {
      if (path.has(at)) {
        parents[at] = none;
        break;
      }
      path.add(at);
      at = parents[at] ?? none;
    }
    for (const place of path) isDone[place] = 1;
  }
  return parents;
}

/** What each span and all below it cost, each call once; null where no price is known. */
export function totalCosts(tree: LlmTree, parents: readonly number[]): (string | null)[] {
  const own = tree.costUsd.map((cost, place) =>
    cost === null || tree.counts[place] !== 1 ? null : picodollarsOf(cost),
  );
  const totals: (bigint | null)[] = parents.map(() => null);
  for (const [place, cost] of own.entries()) {
    if (cost === null) continue;
    for (let at = place; at >= 0; at = parents[at] ?? none) totals[at] = (totals[at] ?? 0n) + cost;
  }
  return totals.map((total) => (total === null ? null : usdText(total)));
}

export function packTree(
  tree: LlmTree,
  parents: readonly number[],
): Omit<LlmTrace, "traceId" | "time" | "summary" | "scores"> {
  const kinds = dictionary(tree.kinds);
  const names = dictionary(tree.names);
  const services = dictionary(tree.services);
  const statuses = dictionary(tree.statuses);
  const models = dictionary(tree.models);
  const endUs = tree.startUs.reduce(
    (end, start, place) => Math.max(end, start + (tree.durationUs[place] ?? 0)),
    0,
  );
  return {
    startMs: tree.startMs,
    durationMs: endUs / 1_000,
    isCut: tree.isCut,
    kinds: kinds.names,
    names: names.names,
    services: services.names,
    statuses: statuses.names,
    models: models.names,
    spans: {
      id: tree.spanIds,
      parent: [...parents],
      kind: kinds.places,
      name: names.places,
      service: services.places,
      status: statuses.places,
      model: models.places,
      startUs: tree.startUs,
      durationUs: tree.durationUs,
      inputTokens: tree.inputTokens,
      outputTokens: tree.outputTokens,
      costUsd: tree.costUsd,
      totalUsd: totalCosts(tree, parents),
      unpriced: tree.unpriced,
      counts: tree.counts,
      preview: tree.previews,
    },
  };
}

function dictionary(texts: readonly string[]): { names: string[]; places: number[] } {
  const placeOf = new Map<string, number>();
  const places = texts.map((text) => {
    const place = placeOf.get(text) ?? placeOf.size;
    placeOf.set(text, place);
    return place;
  });
  return { names: [...placeOf.keys()], places };
}
