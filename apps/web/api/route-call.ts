import { surfaces } from "@triops/domains/register";
import type { Caller } from "@triops/domains/runtime";
import { notFound } from "@triops/kernel/errors";
import { type Query, queryText } from "../data/api.ts";
import { queryOf } from "./input.ts";
import { compileRoutes } from "./routes.ts";

const table = compileRoutes(surfaces);

/** A route of the JSON API without HTTP in between: for pages that are rendered on the server. */
export async function callRoute(
  caller: Caller,
  method: "GET",
  path: string,
  query: Query = {},
): Promise<unknown> {
  const found = table.find(method, path);
  if (!found || "allow" in found) throw notFound("route");
  const { route, params } = found.match;
  const input = { ...queryOf(new URLSearchParams(queryText(query))), ...params };
  return route.verb.call(caller, input as never);
}
