import type { Schema } from "@triops/analysis/json-schema/read-schema";
import { diffArrays } from "diff";
import { type ChatItem, isPlaceholder, type Template } from "./template.ts";

export type MergeContent = { template: Template; variables: Schema | null; config: Record<string, unknown> };
/** A place that both sides changed, each in its own way. */
export type Conflict = { path: string; base: unknown; main: unknown; branch: unknown };
export type Merged = MergeContent & { conflicts: Conflict[] };

/** What stands in a text around a place that both changed, as in git. */
export const conflictMarks = { main: "<<<<<<< main", middle: "=======", branch: ">>>>>>> branch" } as const;

/**
 * Three-way merge: what one side changed is taken, what both changed alike is taken once, and what both changed
 * differently is a conflict. Texts merge line by line, messages one by one while their number is the same, settings
 * field by field.
 */
export function mergeContents(base: MergeContent, main: MergeContent, branch: MergeContent): Merged {
  const conflicts: Conflict[] = [];
  const template = mergeTemplates(base.template, main.template, branch.template, conflicts);
  const config = mergeJson(base.config, main.config, branch.config, "config", conflicts);
  const variables = mergeJson(base.variables, main.variables, branch.variables, "variables", conflicts);
  return {
    template,
    config: (config ?? {}) as Record<string, unknown>,
    variables: (variables ?? null) as Schema | null,
    conflicts,
  };
}

function mergeTemplates(base: Template, main: Template, branch: Template, conflicts: Conflict[]): Template {
  if (typeof base === "string" && typeof main === "string" && typeof branch === "string")
    return mergeTexts(base, main, branch, "text", conflicts);
  if (typeof base === "string" || typeof main === "string" || typeof branch === "string") return main;
  const alike = (items: readonly ChatItem[]) =>
    items.length === base.length &&
    items.every((item, index) => isPlaceholder(item) === isPlaceholder(base[index] ?? item));
  if (!alike(main) || !alike(branch)) return mergeItems(base, main, branch, conflicts);
  return base.map((item, index) =>
    mergeItem(item, main[index] ?? item, branch[index] ?? item, index, conflicts),
  );
}

function mergeItem(
  base: ChatItem,
  main: ChatItem,
  branch: ChatItem,
  index: number,
  conflicts: Conflict[],
): ChatItem {
  const path = `messages[${index}]`;
  if (isPlaceholder(base) || isPlaceholder(main) || isPlaceholder(branch))
    return pick(base, main, branch, path, conflicts);
  return {
    role: pick(base.role, main.role, branch.role, `${path}.role`, conflicts),
    content: mergeTexts(base.content, main.content, branch.content, `${path}.content`, conflicts),
  };
}

/** Messages were added or taken away: each is one line of a merge. */
function mergeItems(
  base: readonly ChatItem[],
  main: readonly ChatItem[],
  branch: readonly ChatItem[],
  conflicts: Conflict[],
): ChatItem[] {
  const lines = (items: readonly ChatItem[]) => items.map((item) => JSON.stringify(item));
  const read = (text: string) => JSON.parse(text) as ChatItem;
  return mergeLines(lines(base), lines(main), lines(branch)).flatMap((chunk) => {
    if (chunk.kind === "clean") return chunk.lines.map(read);
    const [was, ours, theirs] = [chunk.base.map(read), chunk.main.map(read), chunk.branch.map(read)];
    conflicts.push({ path: "messages", base: was, main: ours, branch: theirs });
    return [...ours, ...theirs];
  });
}

function mergeTexts(base: string, main: string, branch: string, path: string, conflicts: Conflict[]): string {
  if (main === branch || branch === base) return main;
  if (main === base) return branch;
  const lines = (text: string) => text.split("\n");
  const out: string[] = [];
  for (const chunk of mergeLines(lines(base), lines(main), lines(branch))) {
    if (chunk.kind === "clean") {
      out.push(...chunk.lines);
      continue;
    }
    const text = (part: readonly string[]) => part.join("\n");
    conflicts.push({ path, base: text(chunk.base), main: text(chunk.main), branch: text(chunk.branch) });
    out.push(conflictMarks.main, ...chunk.main, conflictMarks.middle, ...chunk.branch, conflictMarks.branch);
  }
  return out.join("\n");
}

type Chunk =
  | { kind: "clean"; lines: string[] }
  | { kind: "conflict"; base: string[]; main: string[]; branch: string[] };

/** One side's difference from the base: `from` to `to` of the base became `lines`. */
type Hunk = { from: number; to: number; lines: string[] };

/** Lines that differ between two sides. */
const editsMax = 1_500;

function hunksOf(base: readonly string[], side: readonly string[]): Hunk[] {
  const hunks: Hunk[] = [];
  let at = 0;
  let open: Hunk | null = null;
  // Texts that have next to nothing in common are not worth the square of their length: all of one became the other.
  const parts = diffArrays([...base], [...side], { maxEditLength: editsMax }) ?? [
    { value: [...base], removed: true, added: false },
    { value: [...side], removed: false, added: true },
  ];
  for (const part of parts) {
    if (!part.added && !part.removed) {
      open = null;
      at += part.value.length;
      continue;
    }
    if (!open) {
      open = { from: at, to: at, lines: [] };
      hunks.push(open);
    }
    if (part.removed) {
      at += part.value.length;
      open.to = at;
    } else open.lines.push(...part.value);
  }
  return hunks;
}

/** diff3 (Khanna, Kunal, Pierce 2007): changes that touch or overlap belong together. */
export function mergeLines(
  base: readonly string[],
  main: readonly string[],
  branch: readonly string[],
): Chunk[] {
  const all = [
    ...hunksOf(base, main).map((hunk) => ({ ...hunk, side: "main" as const })),
    ...hunksOf(base, branch).map((hunk) => ({ ...hunk, side: "branch" as const })),
  ].sort((a, b) => a.from - b.from || a.to - b.to);
  const chunks: Chunk[] = [];
  let at = 0;
  for (let index = 0; index < all.length; ) {
    const first = all[index];
    if (!first) break;
    const { from } = first;
    let { to } = first;
    const group = [first];
    for (index++; index < all.length; index++) {
      const next = all[index];
      if (!next || next.from > to) break;
      group.push(next);
      to = Math.max(to, next.to);
    }
    if (from > at) chunks.push({ kind: "clean", lines: base.slice(at, from) });
    at = to;
    const sideOf = (side: "main" | "branch") =>
      applied(
        base,
        from,
        to,
        group.filter((hunk) => hunk.side === side),
      );
    const [ours, theirs, was] = [sideOf("main"), sideOf("branch"), base.slice(from, to)];
    const one = group.every(({ side }) => side === first.side);
    if (one || same(ours, theirs)) chunks.push({ kind: "clean", lines: one ? sideOf(first.side) : ours });
    else chunks.push({ kind: "conflict", base: was, main: ours, branch: theirs });
  }
  if (at < base.length) chunks.push({ kind: "clean", lines: base.slice(at) });
  return chunks;
}

function applied(base: readonly string[], from: number, to: number, hunks: readonly Hunk[]): string[] {
  const out: string[] = [];
  let at = from;
  for (const hunk of hunks) {
    out.push(...base.slice(at, hunk.from), ...hunk.lines);
    at = hunk.to;
  }
  return [...out, ...base.slice(at, to)];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const same = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
/** JSON with its fields in one order: Postgres gives them back in another. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

/** Absent is undefined. */
function mergeJson(
  base: unknown,
  main: unknown,
  branch: unknown,
  path: string,
  conflicts: Conflict[],
): unknown {
  if (same(main, branch) || same(branch, base)) return main;
  if (same(main, base)) return branch;
  if (!isObject(main) || !isObject(branch)) return pick(base, main, branch, path, conflicts);
  const was = isObject(base) ? base : {};
  const keys = [...new Set([...Object.keys(main), ...Object.keys(branch)])];
  return Object.fromEntries(
    keys.flatMap((key) => {
      const own = (value: Record<string, unknown>) => (Object.hasOwn(value, key) ? value[key] : undefined);
      const merged = mergeJson(own(was), own(main), own(branch), `${path}.${key}`, conflicts);
      return merged === undefined ? [] : [[key, merged]];
    }),
  );
}

/** What cannot be merged in parts: main's stands until somebody decides. */
function pick<Value>(base: Value, main: Value, branch: Value, path: string, conflicts: Conflict[]): Value {
  if (same(main, branch) || same(branch, base)) return main;
  if (same(main, base)) return branch;
  conflicts.push({ path, base: base ?? null, main: main ?? null, branch: branch ?? null });
  return main;
}
