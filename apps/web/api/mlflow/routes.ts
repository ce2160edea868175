import type { Operation } from "./operation.ts";

export type Found =
  | { operation: Operation; path: Record<string, string> }
  /** The address exists, with other methods. */
  | { allow: string[] }
  | null;

type Pattern = { operation: Operation; parts: readonly string[] };

/** Looks operations up by method and path. @throws when two of them have the same address */
export function routesOf(operations: readonly Operation[]): (method: string, path: string) => Found {
  const fixed = new Map<string, Operation[]>();
  const patterns: Pattern[] = [];
  for (const operation of operations) {
    if (operation.path.includes("{")) patterns.push({ operation, parts: operation.path.split("/").slice(1) });
    else fixed.set(operation.path, [...(fixed.get(operation.path) ?? []), operation]);
  }
  for (const [path, found] of fixed) {
    const methods = found.flatMap((operation) => operation.methods);
    if (new Set(methods).size < methods.length) throw new Error(`Two operations answer ${path}`);
  }
  return (method, path) => {
    const candidates: { operation: Operation; path: Record<string, string> }[] = [
      ...(fixed.get(path) ?? []).map((operation) => ({ operation, path: {} })),
      ...patterns.flatMap(({ operation, parts }) => {
        const taken = match(parts, path);
        return taken ? [{ operation, path: taken }] : [];
      }),
    ];
    const asked = method === "HEAD" ? "GET" : method;
    const chosen = candidates.find(({ operation }) =>
      (operation.methods as readonly string[]).includes(asked),
    );
    if (chosen) return chosen;
    if (candidates.length === 0) return null;
    return { allow: [...new Set(candidates.flatMap(({ operation }) => operation.methods))] };
  };
}

function match(parts: readonly string[], path: string): Record<string, string> | null {
  const given = path.split("/").slice(1);
  const taken: Record<string, string> = {};
  for (const [at, part] of parts.entries()) {
    const rest = /^\{(\w+)\.\.\.\}$/.exec(part)?.[1];
    if (rest !== undefined) {
      const value = decoded(given.slice(at).join("/"));
      if (!value) return null;
      taken[rest] = value;
      return taken;
    }
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    const one = given[at];
    if (one === undefined) return null;
    if (name === undefined) {
      if (one !== part) return null;
    } else {
      const value = decoded(one);
      if (!value) return null;
      taken[name] = value;
    }
  }
  return given.length === parts.length ? taken : null;
}

function decoded(text: string): string | null {
  try {
    const value = decodeURIComponent(text);
    return value.includes("\0") ? null : value;
  } catch {
    return null;
  }
}
