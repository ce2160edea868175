import { parseJson } from "@triops/kernel/json";

/** Attributes of one span by name, as text: what is looked up many times. */
export type Attributes = ReadonlyMap<string, string>;

/** The first of these that is there and not empty. */
export function first(attributes: Attributes, names: readonly string[]): string {
  for (const name of names) {
    const value = attributes.get(name);
    if (value !== undefined && value !== "") return value;
  }
  return "";
}

/** Texts longer than this are shown as they are and not taken apart. */
const jsonCharsMax = 4_000_000;

/** What a JSON text holds; undefined when it is none, or nests deeper than anybody means. */
export function parsed(text: string | undefined): unknown {
  if (text === undefined || text.length > jsonCharsMax) return undefined;
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** As `parsed`, for what looks like a list, an object or a quoted text: a number or a word stays what it is. */
export function unfolded(text: string): unknown {
  const start = text.trimStart()[0];
  return start === "{" || start === "[" || start === '"' ? (parsed(text) ?? text) : text;
}

export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const textOf = (value: unknown): string =>
  typeof value === "string"
    ? value
    : value === undefined || value === null
      ? ""
      : typeof value === "object"
        ? JSON.stringify(value)
        : String(value);

/** A JSON list of texts, or one text. */
export function textList(text: string): string[] {
  if (text === "") return [];
  const list = unfolded(text);
  return (Array.isArray(list) ? list : [list]).map(textOf).filter((item) => item !== "");
}

/**
 * Flat attributes as nested values: `llm.input_messages.0.message.role` under the prefix `llm.input_messages` becomes
 * `[{message: {role}}]`. Whole numbers are places in a list; gaps close.
 */
export function nested(attributes: Attributes, prefix: string): unknown {
  const start = `${prefix}.`;
  const root: Branch = new Map();
  for (const [name, value] of attributes) {
    if (!name.startsWith(start)) continue;
    const steps = name.slice(start.length).split(".");
    if (steps.length > depthMax) continue;
    let at = root;
    for (const step of steps.slice(0, -1)) {
      const next = at.get(step);
      const branch = next instanceof Map ? next : new Map();
      at.set(step, branch);
      at = branch;
    }
    at.set(steps.at(-1) as string, value);
  }
  return root.size === 0 ? undefined : grown(root);
}

type Branch = Map<string, Branch | string>;
const depthMax = 16;

function grown(branch: Branch): unknown {
  const entries = [...branch].map(
    ([name, value]) => [name, value instanceof Map ? grown(value) : value] as const,
  );
  if (entries.every(([name]) => /^\d{1,6}$/.test(name)))
    return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, value]) => value);
  return Object.fromEntries(entries);
}
