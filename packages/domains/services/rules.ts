import { type Severity, severities } from "../severity.ts";

export const healthStates = ["failing", "degraded", "healthy", "quiet"] as const;
/** quiet: nothing was asked of it in the range. */
export type HealthState = (typeof healthStates)[number];

export const tiers = [1, 2, 3, 4] as const;
export const tierMeanings: Record<number, string> = {
  1: "the business stops without it",
  2: "customers notice at once",
  3: "customers notice after a while",
  4: "nobody notices soon",
};

export const nodeKinds = ["service", "database", "queue", "external"] as const;
export type NodeKind = (typeof nodeKinds)[number];

/** Fewer requests than these say little: one error in three is no rate. */
export const requestsMin = 20;
export const errorRatioDegraded = 0.01;
export const errorRatioFailing = 0.1;

type Facts = { requests: number; errors: number; worstSeverity: Severity | null };

/**
 * How a service does: an open alert of the two highest severities or a tenth of the requests failing is failing; any
 * other open alert or one request in a hundred is degraded.
 */
export function stateOf({ requests, errors, worstSeverity }: Facts): HealthState {
  const ratio = requests >= requestsMin ? errors / requests : 0;
  if (worstSeverity === "sev1" || worstSeverity === "sev2" || ratio >= errorRatioFailing) return "failing";
  if (worstSeverity !== null || ratio >= errorRatioDegraded) return "degraded";
  return requests > 0 ? "healthy" : "quiet";
}

export const errorRatioOf = (red: { requests: number; errors: number }): number | null =>
  red.requests > 0 ? red.errors / red.requests : null;

export function worst(some: readonly Severity[]): Severity | null {
  return severities.find((level) => some.includes(level)) ?? null;
}

const order: Record<HealthState, number> = { failing: 0, degraded: 1, healthy: 2, quiet: 3 };
export const byUrgency = (a: HealthState, b: HealthState): number => order[a] - order[b];

type EdgeFacts = { source: string; target: string; kind: string; via: string };

export const nodeKey = (kind: NodeKind, name: string): string => `${kind}:${name}`;

const kindOfTarget: Record<string, NodeKind> = {
  call: "service",
  message: "service",
  database: "database",
  queue: "queue",
  external: "external",
};

/** What an edge leads to. A peer that is known as a service by that name is that service. */
export function targetOf(edge: EdgeFacts, known: ReadonlySet<string>): { kind: NodeKind; name: string } {
  const kind = kindOfTarget[edge.kind] ?? "external";
  return { kind: kind === "external" && known.has(edge.target) ? "service" : kind, name: edge.target };
}

/**
 * A queue is left out where its readers are known: the messages are edges of their own then, and would be drawn twice.
 */
export function withoutReadQueues<Edge extends EdgeFacts>(edges: readonly Edge[]): Edge[] {
  const read = new Set(
    edges.filter((edge) => edge.kind === "message").map((edge) => JSON.stringify([edge.source, edge.via])),
  );
  return edges.filter(
    (edge) => edge.kind !== "queue" || !read.has(JSON.stringify([edge.source, edge.target])),
  );
}

/** Keys of the nodes within `depth` steps of one, in either direction. */
export function neighbourhood(
  edges: readonly { source: string; target: string }[],
  focus: string,
  depth: number,
): Set<string> {
  const near = new Set([focus]);
  let rim = [focus];
  for (let step = 0; step < depth; step++) {
    const next: string[] = [];
    for (const at of rim) {
      for (const { source, target } of edges) {
        const other = source === at ? target : target === at ? source : null;
        if (other === null || near.has(other)) continue;
        near.add(other);
        next.push(other);
      }
    }
    rim = next;
  }
  return near;
}
