import { decimalOf } from "./money.ts";
import type { Flag } from "./usage.ts";

/** A payload from outside, read by paths (`usage.prompt_tokens`) that may also be flat keys, as attributes are. */
export type Source = {
  /** The first path that is there and not null. */
  value(...paths: string[]): unknown;
  /** Tokens and other things that are counted; null when absent. What is not a whole, non-negative number is flagged. */
  count(...paths: string[]): number | null;
  /** As `count`, fractions allowed. */
  seconds(...paths: string[]): number | null;
  text(...paths: string[]): string | null;
  /** A decimal amount of USD. */
  usd(...paths: string[]): string | null;
  list(...paths: string[]): readonly unknown[];
  /** The object at a path; a JSON text stands for what it holds. */
  within(...paths: string[]): Source | null;
  has(...paths: string[]): boolean;
  readonly flags: Set<Flag>;
};

type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Paths are the dialects' own: a few hundred. */
const stepsOfPath = new Map<string, readonly string[]>();

function stepsOf(path: string): readonly string[] {
  let steps = stepsOfPath.get(path);
  if (!steps) {
    steps = path.split(".");
    stepsOfPath.set(path, steps);
  }
  return steps;
}

function walk(fields: Fields, path: string): unknown {
  if (Object.hasOwn(fields, path)) return fields[path];
  const steps = stepsOf(path);
  if (steps.length === 1) return undefined;
  let at: unknown = fields;
  for (const step of steps) {
    if (!isFields(at) || !Object.hasOwn(at, step)) return undefined;
    at = at[step];
  }
  return at;
}

/** JSON texts longer than this are bodies, not usage. */
const jsonCharsMax = 64_000;

function parsed(value: unknown): unknown {
  if (typeof value !== "string" || value.length > jsonCharsMax || !value.trimStart().startsWith("{"))
    return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** @returns null when the payload is no object */
export function sourceOf(payload: unknown, flags: Set<Flag> = new Set()): Source | null {
  const fields = parsed(payload);
  if (!isFields(fields)) return null;
  const value = (...paths: string[]): unknown => {
    for (const path of paths) {
      const found = walk(fields, path);
      if (found !== undefined && found !== null) return found;
    }
    return undefined;
  };
  const number = (paths: string[], whole: boolean): number | null => {
    const found = value(...paths);
    if (found === undefined) return null;
    const read = typeof found === "string" && found.trim() !== "" ? Number(found) : found;
    const kept = typeof read === "bigint" ? Number(read) : read;
    if (
      typeof kept === "number" &&
      kept >= 0 &&
      Number.isFinite(kept) &&
      (!whole || Number.isSafeInteger(kept))
    )
      return kept;
    flags.add("invalid_count");
    return null;
  };
  return {
    flags,
    value,
    count: (...paths) => number(paths, true),
    seconds: (...paths) => number(paths, false),
    has: (...paths) => value(...paths) !== undefined,
    text: (...paths) => {
      const found = value(...paths);
      return typeof found === "string" && found !== "" ? found : null;
    },
    usd: (...paths) => {
      const found = value(...paths);
      if (typeof found !== "number" && typeof found !== "string") return null;
      return decimalOf(found) ? String(found) : null;
    },
    list: (...paths) => {
      const found = value(...paths);
      return Array.isArray(found) ? found : [];
    },
    within: (...paths) => {
      const found = value(...paths);
      return found === undefined ? null : sourceOf(found, flags);
    },
  };
}

/** Sum of what is there; null when nothing is. */
export function plus(...counts: readonly (number | null | undefined)[]): number | null {
  const there = counts.filter((count): count is number => count != null);
  return there.length === 0 ? null : there.reduce((a, b) => a + b, 0);
}
