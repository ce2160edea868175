import type { Variable } from "@triops/domains/dashboards/schemas";
import { bindVariable, fillPromql, fillText, mentioned, type Scope } from "./scope.ts";

export type VariableQuestion =
  | { kind: "labelValues"; label: string; match: string }
  | { kind: "metrics"; pattern: string };

/** What `label_values(metric{…}, label)`, `label_values(label)` and `metrics(pattern)` ask; null when it is none. */
export function questionOf(query: string): VariableQuestion | null {
  const text = query.trim();
  const metrics = /^metrics\s*\((.*)\)$/s.exec(text);
  if (metrics) return { kind: "metrics", pattern: (metrics[1] ?? "").trim().replace(/^["']|["']$/g, "") };
  const values = /^label_values\s*\((.*)\)$/s.exec(text);
  if (!values) return null;
  const inner = (values[1] ?? "").trim();
  const comma = lastComma(inner);
  const label = inner.slice(comma + 1).trim();
  if (!/^[A-Za-z_][\w.]*$/.test(label)) return null;
  return { kind: "labelValues", label, match: comma === -1 ? "" : inner.slice(0, comma).trim() };
}

/** The comma that parts metric and label: not one between braces or inside a text. */
function lastComma(text: string): number {
  let depth = 0;
  let quote = "";
  let found = -1;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? "";
    if (quote !== "") {
      if (sign === "\\") at++;
      else if (sign === quote) quote = "";
    } else if (sign === '"' || sign === "'" || sign === "`") quote = sign;
    else if (sign === "{" || sign === "(") depth++;
    else if (sign === "}" || sign === ")") depth--;
    else if (sign === "," && depth === 0) found = at;
  }
  return found;
}

export type Options = ReadonlyMap<string, readonly string[]>;
export type Ask = (question: VariableQuestion, pattern: string) => Promise<readonly string[]>;

/**
 * The options of every variable. One that mentions others waits for them, so that a chain follows what is chosen at
 * its head. A circle is no error: the names in it stay as they are written.
 */
export async function resolveOptions(
  variables: readonly Variable[],
  linked: ReadonlyMap<string, readonly string[]>,
  base: Omit<Scope, "variables">,
  ask: Ask,
): Promise<{ options: Map<string, readonly string[]>; faults: Map<string, string> }> {
  const options = new Map<string, readonly string[]>();
  const faults = new Map<string, string>();
  const bound = new Map<string, ReturnType<typeof bindVariable>>();
  for (const variable of inOrder(variables)) {
    const scope: Scope = { ...base, variables: bound };
    let found: readonly string[] = variable.values;
    if (variable.kind === "query") {
      const question = questionOf(fillPromql(variable.query, scope));
      if (!question) faults.set(variable.name, "This query is not understood");
      try {
        found = question ? await ask(question, fillText(variable.pattern, scope)) : [];
      } catch (error) {
        if (error instanceof DOMException && error.name === "AbortError") throw error;
        found = [];
        faults.set(variable.name, error instanceof Error ? error.message : String(error));
      }
    }
    options.set(variable.name, found);
    bound.set(variable.name, bindVariable(variable, linked.get(variable.name) ?? null, found));
  }
  return { options, faults };
}

/** Those that are mentioned come before those that mention them. */
export function inOrder(variables: readonly Variable[]): Variable[] {
  const byName = new Map(variables.map((one) => [one.name, one]));
  const done = new Set<string>();
  const result: Variable[] = [];
  const visit = (variable: Variable) => {
    if (done.has(variable.name)) return;
    done.add(variable.name);
    for (const name of mentioned(`${variable.query} ${variable.pattern}`)) {
      const needed = byName.get(name);
      if (needed) visit(needed);
    }
    result.push(variable);
  };
  for (const variable of variables) visit(variable);
  return result;
}
