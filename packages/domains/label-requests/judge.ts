import { isTriopsError } from "@triops/kernel/errors";
import type { PublishedPromptVersion } from "../prompts/index.ts";
import type { Check } from "./schemas.ts";

/** A version as it would be served, and how to render it. Given by whoever knows prompts. */
export type Candidate = Pick<PublishedPromptVersion, "version" | "type" | "template" | "variables" | "fault">;
export type Render = (candidate: Candidate, values: Record<string, unknown>) => unknown;

/** Every check of a request, in the order in which people read them. `current` is null while the label is nowhere. */
export function judge(candidate: Candidate, current: Candidate | null, render: Render): Check[] {
  return [compositionCheck(candidate), variablesCheck(candidate, current), rendersCheck(candidate, render)];
}

function compositionCheck({ fault }: Candidate): Check {
  return fault
    ? { name: "composition", state: "failed", detail: fault, evidence: {} }
    : {
        name: "composition",
        state: "passed",
        detail: "Every prompt that it includes is there",
        evidence: {},
      };
}

type Fields = Record<string, Record<string, unknown>>;
const fieldsOf = ({ variables }: Candidate): Fields => (variables.properties ?? {}) as Fields;
const requiredOf = ({ variables }: Candidate): string[] => (variables.required ?? []) as string[];

function variablesCheck(candidate: Candidate, current: Candidate | null): Check {
  const name = "variables" as const;
  if (!current)
    return { name, state: "passed", detail: "There is no version before it to compare with", evidence: {} };
  const faults = incompatibilities(current, candidate);
  const evidence = { against: current.version, faults };
  return faults.length === 0
    ? { name, state: "passed", detail: `Takes what version ${current.version} takes`, evidence }
    : { name, state: "failed", detail: faults.slice(0, 5).join("; "), evidence };
}

/** Why a caller of `current` who changes nothing would be refused by `candidate`; empty when none would. */
export function incompatibilities(current: Candidate, candidate: Candidate): string[] {
  const faults: string[] = [];
  const [known, wanted] = [fieldsOf(current), fieldsOf(candidate)];
  const always = new Set(requiredOf(current));
  for (const name of requiredOf(candidate)) {
    const usual = wanted[name] && "default" in wanted[name];
    if (usual || always.has(name)) continue;
    faults.push(
      Object.hasOwn(known, name)
        ? `${name} must be given now; version ${current.version} takes it or leaves it`
        : `${name} is new and must be given; nobody sends it yet`,
    );
  }
  for (const [name, field] of Object.entries(wanted)) {
    const [before, after] = [typesOf(known[name]), typesOf(field)];
    if (before.length === 0 || after.length === 0) continue;
    const lost = before.filter(
      (type) => !after.includes(type) && !(type === "integer" && after.includes("number")),
    );
    if (lost.length > 0) faults.push(`${name} may be ${lost.join(" or ")} now and may not any more`);
  }
  return faults;
}

function typesOf(field: Record<string, unknown> | undefined): string[] {
  const type = field?.type;
  return Array.isArray(type) ? type.map(String) : typeof type === "string" ? [type] : [];
}

function rendersCheck(candidate: Candidate, render: Render): Check {
  const name = "renders" as const;
  const values = sampleOf(candidate.variables) as Record<string, unknown>;
  try {
    render(candidate, values);
    return { name, state: "passed", detail: "With sample values of its variables", evidence: { values } };
  } catch (error) {
    if (!isTriopsError(error)) throw error;
    return { name, state: "failed", detail: error.message, evidence: { values } };
  }
}

const sampleDepthMax = 6;

/** A value that fits a schema, made of its examples where it has some. */
export function sampleOf(schema: unknown, depth = 0): unknown {
  if (typeof schema !== "object" || schema === null || depth > sampleDepthMax) return "sample";
  const said = schema as Record<string, unknown>;
  if ("default" in said) return said.default;
  if ("const" in said) return said.const;
  if (Array.isArray(said.examples) && said.examples.length > 0) return said.examples[0];
  if (Array.isArray(said.enum) && said.enum.length > 0) return said.enum[0];
  for (const key of ["anyOf", "oneOf", "allOf"] as const) {
    const [first] = Array.isArray(said[key]) ? said[key] : [];
    if (first) return sampleOf(first, depth + 1);
  }
  const [type = said.properties || said.required ? "object" : "string"] = typesOf(said);
  if (type === "object") {
    const fields = (said.properties ?? {}) as Record<string, unknown>;
    const needed = Array.isArray(said.required) ? (said.required as string[]) : [];
    const names = depth === 0 ? [...new Set([...Object.keys(fields), ...needed])] : needed;
    return Object.fromEntries(names.map((name) => [name, sampleOf(fields[name], depth + 1)]));
  }
  if (type === "array") {
    const length = typeof said.minItems === "number" ? Math.min(said.minItems, 100) : 1;
    return Array.from({ length }, () => sampleOf(said.items, depth + 1));
  }
  if (type === "integer" || type === "number") return typeof said.minimum === "number" ? said.minimum : 1;
  if (type === "boolean") return true;
  if (type === "null") return null;
  return "sample".padEnd(typeof said.minLength === "number" ? Math.min(said.minLength, 10_000) : 0, ".");
}
