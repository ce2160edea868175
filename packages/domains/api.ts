import type { Verb } from "./verb.ts";

export type Method = "GET" | "POST" | "PATCH" | "DELETE";

/**
 * One route of the JSON API: data, not code. Path parameters, query and body together are the verb's input.
 * A GET must be a query and every other method a mutation; the register refuses anything else.
 */
export type Route = {
  method: Method;
  /** Below `/api/v1`, e.g. `/incidents/{id}/acknowledge`. */
  path: `/${string}`;
  verb: Verb<never, unknown>;
  summary: string;
  /** For success; 201 for creation, 200 otherwise. */
  status?: 200 | 201 | 202;
};

export type Surface = { noun: string; title: string; description: string; routes: Route[] };

type AnyVerb = { name: string };

/** A noun's surface. Verbs of any type are accepted; their types are kept by the verbs themselves. */
export function defineSurface(
  noun: string,
  about: { title: string; description: string },
  routes: (Omit<Route, "verb"> & { verb: AnyVerb })[],
): Surface {
  return { noun, ...about, routes: routes as Route[] };
}
