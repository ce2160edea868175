import { invalid } from "@triops/kernel/errors";

/**
 * A request's fields, checked as MLflow checks them and refused in its words. Absent and null are the same; unknown
 * fields are ignored. Numbers may stand as text, as they do in a query.
 */
export type Input = {
  /** The field's name with those of its parents: `metrics[0].timestamp`. */
  nameOf(field: string): string;
  has(field: string): boolean;
  /** The text as it came; undefined when absent. */
  text(field: string): string | undefined;
  /** @throws when absent or empty */
  requiredText(field: string): string;
  /** A whole number within ±2^53. */
  integer(field: string): number | undefined;
  requiredInteger(field: string): number;
  /** A number, or one of "NaN", "Infinity", "-Infinity". */
  requiredNumber(field: string): number;
  flag(field: string): boolean | undefined;
  /** One of the words; upper and lower case count. */
  choice<Word extends string>(field: string, words: readonly Word[]): Word | undefined;
  /** Texts; one alone counts as a list of one. Empty when absent. */
  texts(field: string): string[];
  /** Objects. Empty when absent. */
  items(field: string): Input[];
  /** An object, or undefined when absent. */
  item(field: string): Input | undefined;
};

const hint = " See the API docs for more information about request parameters.";
const shownCharsMax = 200;

const missing = (name: string) =>
  invalid(`Missing value for required parameter '${name}'.${hint}`, [{ path: name, message: "Missing" }]);

/** @throws always; the value is shown as JSON, as MLflow does. */
export function wrongValue(name: string, value: unknown, more = ""): never {
  const text = JSON.stringify(value) ?? "null";
  const shown = text.length > shownCharsMax ? `${text.slice(0, shownCharsMax)}…` : text;
  throw invalid(`Invalid value ${shown} for parameter '${name}' supplied${more ? `: ${more}` : ""}.${hint}`, [
    { path: name, message: "Wrong" },
  ]);
}

export function createInput(source: Readonly<Record<string, unknown>>, parent = ""): Input {
  const nameOf = (field: string) => (parent === "" ? field : `${parent}.${field}`);
  const get = (field: string): unknown => {
    const value = Object.hasOwn(source, field) ? source[field] : undefined;
    return value === null ? undefined : value;
  };
  const single = (field: string): unknown => {
    const value = get(field);
    return Array.isArray(value) && value.length === 1 ? value[0] : value;
  };
  const text = (field: string): string | undefined => {
    const value = single(field);
    if (value === undefined) return undefined;
    if (typeof value !== "string") {
      // Clients send numbers where the protocol says text, as ids.
      if (typeof value === "number") return String(value);
      return wrongValue(nameOf(field), value);
    }
    // No store of ours keeps one.
    if (value.includes("\0")) return wrongValue(nameOf(field), value);
    return value;
  };
  const number = (field: string): number | undefined => {
    const value = single(field);
    if (value === undefined || value === "") return undefined;
    const found =
      typeof value === "string" && /^\s*[+-]?[\d.]+(e[+-]?\d+)?\s*$/i.test(value) ? Number(value) : value;
    if (typeof found !== "number" || Number.isNaN(found)) return wrongValue(nameOf(field), value);
    return found;
  };
  const integer = (field: string): number | undefined => {
    const found = number(field);
    if (found !== undefined && !Number.isSafeInteger(found)) return wrongValue(nameOf(field), get(field));
    return found;
  };
  const required = <T>(field: string, value: T | undefined): T => {
    if (value === undefined || value === "") throw missing(nameOf(field));
    return value;
  };
  const list = (field: string): unknown[] => {
    const value = get(field);
    if (value === undefined) return [];
    return Array.isArray(value) ? value : wrongValue(nameOf(field), value);
  };
  const object = (value: unknown, name: string): Input => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return wrongValue(name, value);
    return createInput(value as Record<string, unknown>, name);
  };
  return {
    nameOf,
    has: (field) => get(field) !== undefined,
    text,
    requiredText: (field) => required(field, text(field)),
    integer,
    requiredInteger: (field) => required(field, integer(field)),
    requiredNumber(field) {
      const value = single(field);
      if (value === "NaN") return Number.NaN;
      if (value === "Infinity") return Number.POSITIVE_INFINITY;
      if (value === "-Infinity") return Number.NEGATIVE_INFINITY;
      return required(field, number(field));
    },
    flag(field) {
      const value = single(field);
      if (value === undefined || value === "") return undefined;
      if (typeof value === "boolean") return value;
      if (typeof value === "string" && /^(true|false)$/i.test(value)) return value.toLowerCase() === "true";
      return wrongValue(nameOf(field), value);
    },
    choice(field, words) {
      const value = text(field);
      if (value === undefined || value === "") return undefined;
      return words.find((word) => word === value) ?? wrongValue(nameOf(field), value);
    },
    texts(field) {
      const value = get(field);
      const values = typeof value === "string" ? [value] : list(field);
      return values.map((one, at) => {
        const shown = typeof one === "number" ? String(one) : one;
        if (typeof shown !== "string" || shown.includes("\0"))
          return wrongValue(`${nameOf(field)}[${at}]`, one);
        return shown;
      });
    },
    items: (field) => list(field).map((one, at) => object(one, `${nameOf(field)}[${at}]`)),
    item(field) {
      const value = get(field);
      return value === undefined ? undefined : object(value, nameOf(field));
    },
  };
}

/** `max_results`: 1 to `most`; `usual` when absent. */
export function pageSize(input: Input, usual: number, most: number): number {
  const given = input.integer("max_results");
  if (given === undefined) return usual;
  if (given < 1) return wrongValue("max_results", given, "it must be positive");
  if (given > most) return wrongValue("max_results", given, `it must be at most ${most}`);
  return given;
}

export type Tag = { key: string; value: string };

/** Items of the form {key, value}; the value may be absent and is then empty. */
export const tagsOf = (input: Input, field: string): Tag[] =>
  input.items(field).map((item) => ({ key: item.requiredText("key"), value: item.text("value") ?? "" }));
