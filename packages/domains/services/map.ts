import { edgesMax, serviceEdges } from "@triops/telemetry/services/edges";
import { defineQuery } from "../verb.ts";
import { readHealth, scopeOf } from "./health.ts";
import {
  errorRatioOf,
  type HealthState,
  type NodeKind,
  neighbourhood,
  nodeKey,
  stateOf,
  targetOf,
  withoutReadQueues,
} from "./rules.ts";
import {
  dependencies as dependenciesShape,
  type MapEdge,
  type MapNode,
  mapInput,
  type Peer,
  serviceInput,
  serviceMap,
} from "./schemas.ts";
import { idsByName, requireService } from "./store.ts";

/** Services and what they talk to, with requests, errors and durations on nodes and edges. */
export const map = defineQuery({
  name: "services.map",
  permission: "services:read",
  input: mapInput,
  output: serviceMap,
  run: async (reading, { focus, depth, ...range }) => {
    const { seconds, ...scope } = scopeOf(reading, range);
    const [found, ids, healthOf] = await Promise.all([
      serviceEdges(reading.runtime.telemetry, scope),
      idsByName(reading.db),
      readHealth(reading, range),
    ]);
    const known = new Set(ids.keys());
    const nodes = new Map<string, MapNode>();
    const place = (kind: NodeKind, name: string): MapNode => {
      const key = nodeKey(kind, name);
      let node = nodes.get(key);
      if (!node) {
        const { requests, errors, p50Ms, p95Ms, p99Ms, ...health } = healthOf(kind === "service" ? name : "");
        node = {
          key,
          name,
          kind,
          serviceId: kind === "service" ? (ids.get(name) ?? null) : null,
          state: health.state,
          requestsPerSecond: health.requestsPerSecond,
          errorRatio: health.errorRatio,
          openAlerts: kind === "service" ? health.openAlerts : 0,
          ...{ requests, errors, p50Ms, p95Ms, p99Ms },
        };
        nodes.set(key, node);
      }
      return node;
    };
    for (const name of known) if (healthOf(name).requests > 0) place("service", name);
    const edges: MapEdge[] = withoutReadQueues(found).map((edge) => {
      const target = targetOf(edge, known);
      const to = place(target.kind, target.name);
      if (to.kind !== "service") addTo(to, edge, seconds);
      return {
        ...edge,
        source: place("service", edge.source).key,
        target: to.key,
        requestsPerSecond: edge.requests / seconds,
        errorRatio: errorRatioOf(edge),
      };
    });
    const near = focus === undefined ? null : neighbourhood(edges, nodeKey("service", focus), depth);
    return {
      nodes: [...nodes.values()].filter(({ key }) => !near || near.has(key)),
      edges: edges.filter(({ source, target }) => !near || (near.has(source) && near.has(target))),
      more: found.length >= edgesMax,
    };
  },
});

/** A database or queue is as its callers see it; the slowest of them says how slow. */
function addTo(
  node: MapNode,
  edge: {
    requests: number;
    errors: number;
    p50Ms: number | null;
    p95Ms: number | null;
    p99Ms: number | null;
  },
  seconds: number,
): void {
  const slower = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : Math.max(a, b));
  node.requests += edge.requests;
  node.errors += edge.errors;
  node.p50Ms = slower(node.p50Ms, edge.p50Ms);
  node.p95Ms = slower(node.p95Ms, edge.p95Ms);
  node.p99Ms = slower(node.p99Ms, edge.p99Ms);
  node.requestsPerSecond = node.requests / seconds;
  node.errorRatio = errorRatioOf(node);
  node.state = stateOf({ ...node, worstSeverity: null }) satisfies HealthState;
}

/** Who asks it, and whom it asks. */
export const dependencies = defineQuery({
  name: "services.dependencies",
  permission: "services:read",
  input: serviceInput,
  output: dependenciesShape,
  run: async (reading, { id, ...range }) => {
    const { name } = await requireService(reading.db, id);
    const { seconds, ...scope } = scopeOf(reading, range);
    const [found, ids] = await Promise.all([
      serviceEdges(reading.runtime.telemetry, { ...scope, service: name }),
      idsByName(reading.db),
    ]);
    const known = new Set(ids.keys());
    const callers: Peer[] = [];
    const callees: Peer[] = [];
    for (const edge of withoutReadQueues(found)) {
      const target = targetOf(edge, known);
      const outgoing = edge.source === name;
      const other = outgoing ? target : { kind: "service" as const, name: edge.source };
      const { source: _, target: __, kind: ___, ...rest } = edge;
      (outgoing ? callees : callers).push({
        ...rest,
        name: other.name,
        kind: other.kind,
        serviceId: other.kind === "service" ? (ids.get(other.name) ?? null) : null,
        requestsPerSecond: edge.requests / seconds,
      });
    }
    return { callers, callees };
  },
});
