import { fieldsOf, listOf, type Schema, textOf } from "../conversation.ts";
import { sentencesOf } from "./context.ts";
import { sentimentOf } from "./sentiment.ts";

/** Deeper schemas end in null. */
const depthMax = 12;

const first = (text: string, pattern: RegExp): string | null => pattern.exec(text)?.[0] ?? null;

const names = (text: string): string[] => text.match(/\p{Lu}[\p{Ll}'-]+(?:\s+\p{Lu}[\p{Ll}'-]+)+/gu) ?? [];
const capitalised = (text: string): string[] =>
  [...text.matchAll(/(?<=[\p{Ll},]\s)\p{Lu}[\p{Ll}'-]+/gu)].map((match) => match[0]);

/** `Name: value` or `name is value` in the text wins over any guess. */
function stated(text: string, property: string): string | null {
  const words = property
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
  const lower = text.toLowerCase();
  for (const sign of [":", " is ", " = "]) {
    const at = lower.indexOf(words + sign);
    if (at < 0) continue;
    const value = text
      .slice(at + words.length + sign.length)
      .split(/[\n;]|,(?!\d)|\.(?:\s|$)/)[0]
      ?.trim();
    if (value) return value.replace(/^["']|["']$/g, "");
  }
  return null;
}

function guess(text: string, property: string): string | null {
  const name = property.toLowerCase();
  if (/mail/.test(name)) return first(text, /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/);
  if (/url|link|website/.test(name)) return first(text, /https?:\/\/[^\s)"']+/);
  if (/phone|tel/.test(name)) return first(text, /\+?\d[\d\s()-]{6,}\d/);
  if (/date|day|when/.test(name))
    return (
      first(text, /\d{4}-\d{2}-\d{2}/) ??
      first(text, /\b(?:to|yester|mon|tues|wednes|thurs|fri|satur|sun)day\b/i)
    );
  if (/time/.test(name)) return first(text, /\b\d{1,2}:\d{2}\b/);
  if (/currency/.test(name))
    return first(text, /\b(?:USD|EUR|GBP|CHF|JPY)\b/) ?? (text.includes("€") ? "EUR" : null);
  if (/city|location|place|country|town/.test(name))
    return (
      first(text, /(?<=\b(?:in|at|to|from|for)\s)\p{Lu}[\p{L}-]+(?:\s\p{Lu}[\p{L}-]+)*/u) ??
      capitalised(text)[0] ??
      null
    );
  if (/name|person|customer|author|who/.test(name)) return names(text)[0] ?? capitalised(text)[0] ?? null;
  if (/number|id$|^id|code|invoice|order/.test(name)) return first(text, /\b[A-Z]{1,5}-?\d{2,}\b|#\d+/);
  if (/sentiment/.test(name)) return sentimentOf(text).label;
  return null;
}

function numberIn(text: string, property: string, whole: boolean): number {
  const near = stated(text, property) ?? text;
  const found = first(near, /-?\d+(?:[.,]\d+)*/) ?? first(text, /-?\d+(?:[.,]\d+)*/);
  const value = Number((found ?? "0").replace(/,(?=\d{3}\b)/g, "").replace(",", "."));
  return whole ? Math.round(value) : value;
}

/** The member of an enum that the text names, that its sentiment is, or the first. */
function choose(options: readonly unknown[], text: string): unknown {
  const lower = text.toLowerCase();
  const named = options.find((option) => typeof option === "string" && lower.includes(option.toLowerCase()));
  const { label } = sentimentOf(text);
  return named ?? options.find((option) => String(option).toLowerCase() === label) ?? options[0];
}

/** A value that a JSON Schema accepts, with what the text gives for it. */
export function fill(schema: Schema, text: string): unknown {
  const definitions = { ...fieldsOf(schema.definitions), ...fieldsOf(schema.$defs) };
  const build = (part: Schema, property: string, depth: number): unknown => {
    if (depth > depthMax) return null;
    if (typeof part.$ref === "string") {
      const name = part.$ref.split("/").at(-1) ?? "";
      return build(fieldsOf(part.$ref === "#" ? schema : definitions[name]), property, depth + 1);
    }
    if ("const" in part) return part.const;
    if (Array.isArray(part.enum)) return choose(part.enum, text);
    const choices = [...listOf(part.anyOf), ...listOf(part.oneOf)].map(fieldsOf);
    const choice = choices.find((one) => one.type !== "null") ?? choices[0];
    if (choice) return build(choice, property, depth + 1);
    const type = Array.isArray(part.type) ? part.type.find((one) => one !== "null") : part.type;
    if (type === "object" || (type === undefined && part.properties !== undefined)) {
      const entries = Object.entries(fieldsOf(part.properties));
      return Object.fromEntries(entries.map(([name, one]) => [name, build(fieldsOf(one), name, depth + 1)]));
    }
    if (type === "array") return list(part, property, depth);
    if (type === "number" || type === "integer")
      return bounded(part, numberIn(text, property, type === "integer"));
    if (type === "boolean") return !/\b(?:not|no|false|never|don't)\b/i.test(stated(text, property) ?? text);
    if (type === "null") return null;
    return stated(text, property) ?? guess(text, property) ?? sentencesOf(text)[0] ?? "";
  };
  const list = (part: Schema, property: string, depth: number): unknown[] => {
    const items = fieldsOf(part.items);
    const least = typeof part.minItems === "number" ? part.minItems : 0;
    const found = items.type === "string" && !items.enum ? [...new Set(capitalised(text))] : [];
    const values: unknown[] =
      found.length > 0 ? found : [build(items, property.replace(/s$/, ""), depth + 1)];
    while (values.length < least) values.push(build(items, property, depth + 1));
    return values.slice(0, typeof part.maxItems === "number" ? part.maxItems : 20);
  };
  return build(schema, "", 0);
}

function bounded(part: Schema, value: number): number {
  const low = typeof part.minimum === "number" ? part.minimum : Number.NEGATIVE_INFINITY;
  const high = typeof part.maximum === "number" ? part.maximum : Number.POSITIVE_INFINITY;
  return Math.min(high, Math.max(low, value));
}

/** Fields that an instruction names: `extract the name, email and amount`. */
export function fieldsAsked(instruction: string): string[] {
  const after =
    /extract\s+(?:the\s+|these\s+|following\s+|fields?:?\s+)*([^.:\n]+)/i.exec(instruction)?.[1] ?? "";
  return after
    .replace(/\bfrom\b.*$/i, "")
    .split(/,|\band\b/)
    .map((field) =>
      textOf(field)
        .trim()
        .toLowerCase()
        .replace(/^(?:the|a|an)\s+/, "")
        .replaceAll(" ", "_"),
    )
    .filter((field) => /^[a-z_]{2,30}$/.test(field));
}
