import type { Route, Surface } from "@triops/domains/api";

export type Match = { route: Route; params: Record<string, string> };
export type Lookup = { match: Match } | { allow: string[] } | null;

type Compiled = { segments: string[]; route: Route };

/** Finds routes by method and path. Written-out segments win over `{…}`. */
export type RouteTable = { find(method: string, path: string): Lookup };

export function compileRoutes(surfaces: readonly Surface[]): RouteTable {
  const compiled = surfaces
    .flatMap(({ routes }) => routes)
    .map((route): Compiled => ({ route, segments: route.path.slice(1).split("/") }));
  assertSound(compiled);
  return {
    find(method, path) {
      const given = segmentsOf(path);
      if (!given) return null;
      const fitting = compiled
        .filter(({ segments }) => fits(segments, given))
        .sort((a, b) => placeholders(a.segments) - placeholders(b.segments));
      const best = fitting[0];
      if (!best) return null;
      // A path written out differently is another path: `/members/invitations` is not the member "invitations".
      const rank = placeholders(best.segments);
      const candidates = fitting.filter(({ segments }) => placeholders(segments) === rank);
      const chosen = candidates.find(({ route }) => route.method === method);
      if (!chosen) return { allow: [...new Set(candidates.map(({ route }) => route.method))] };
      return { match: { route: chosen.route, params: paramsOf(chosen.segments, given) } };
    },
  };
}

const isPlaceholder = (segment: string): boolean => segment.startsWith("{");
const placeholders = (segments: readonly string[]): number => segments.filter(isPlaceholder).length;

const fits = (segments: readonly string[], given: readonly string[]): boolean =>
  segments.length === given.length &&
  segments.every((segment, index) => isPlaceholder(segment) || segment === given[index]);

function segmentsOf(path: string): string[] | null {
  try {
    const segments = path.slice(1).split("/").map(decodeURIComponent);
    return segments.every((segment) => segment.length > 0 && segment.length <= 200) ? segments : null;
  } catch {
    return null;
  }
}

function paramsOf(segments: readonly string[], given: readonly string[]): Record<string, string> {
  const params: Record<string, string> = {};
  segments.forEach((segment, index) => {
    if (isPlaceholder(segment)) params[segment.slice(1, -1)] = given[index] ?? "";
  });
  return params;
}

/** Two routes for one thing, or a GET that changes something, is a fault of the register. */
function assertSound(compiled: readonly Compiled[]): void {
  const seen = new Set<string>();
  for (const { route, segments } of compiled) {
    const key = `${route.method} ${segments.map((item) => (isPlaceholder(item) ? "{}" : item)).join("/")}`;
    if (seen.has(key)) throw new Error(`Two routes answer ${key}`);
    seen.add(key);
    const changes = route.verb.kind === "write";
    // A question whose input is too rich for an address may be asked with POST.
    if (route.method === "GET" && changes) throw new Error(`${key} would change something`);
  }
}
