import type { Route } from "@triops/domains/api";

/** A request for a route: path parameters filled in from the input, the rest as query or body. */
export function callOf(
  route: Pick<Route, "method" | "path">,
  input: Record<string, unknown>,
  headers: Record<string, string> = {},
): Request {
  const rest = { ...input };
  const path = route.path.replace(/\{(\w+)\}/g, (_all, name: string) => {
    const value = String(rest[name] ?? "none");
    delete rest[name];
    return encodeURIComponent(value);
  });
  const url = new URL(`http://127.0.0.1:3999/api/v1${path}`);
  if (route.method === "GET") {
    for (const [name, value] of Object.entries(rest)) url.searchParams.set(name, String(value));
    return new Request(url, { headers });
  }
  return new Request(url, {
    method: route.method,
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(rest),
  });
}
