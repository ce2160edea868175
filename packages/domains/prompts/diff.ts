import { diffWordsWithSpace } from "diff";
import { type ChatItem, isPlaceholder, type Template } from "./template.ts";

/** A stretch of text: in both, only in the newer, only in the older. */
export type Stretch = { kind: "same" | "added" | "removed"; text: string };

/** Characters of both texts together above which they are compared as a whole. */
const wordDiffCharsMax = 200_000;

/** Word by word, spaces kept. */
export function diffTexts(older: string, newer: string): Stretch[] {
  if (older === newer) return older === "" ? [] : [{ kind: "same", text: older }];
  const whole = older.length + newer.length > wordDiffCharsMax;
  const parts = whole ? undefined : diffWordsWithSpace(older, newer, { maxEditLength: 2_000 });
  if (!parts) {
    const both: Stretch[] = [
      { kind: "removed", text: older },
      { kind: "added", text: newer },
    ];
    return both.filter(({ text }) => text !== "");
  }
  return parts.map(({ added, removed, value }) => ({
    kind: added ? "added" : removed ? "removed" : "same",
    text: value,
  }));
}

export type ItemDiff = {
  kind: "same" | "changed" | "added" | "removed";
  /** Of the newer, or of the older where it was removed; null in a text prompt. */
  role: string | null;
  /** Where it was another one. */
  roleBefore: string | null;
  placeholder: boolean;
  text: Stretch[];
};

/** What became of a template: one entry for a text, one for every message of a chat. */
export function diffTemplates(older: Template, newer: Template): ItemDiff[] {
  if (typeof older === "string" && typeof newer === "string") {
    const kind = older === newer ? "same" : "changed";
    return [{ kind, role: null, roleBefore: null, placeholder: false, text: diffTexts(older, newer) }];
  }
  const [before, after] = [itemsOf(older), itemsOf(newer)];
  return align(before, after).map(([was, is]) => diffItem(was, is));
}

const itemsOf = (template: Template): ChatItem[] =>
  typeof template === "string" ? [{ role: "text", content: template }] : template;

function diffItem(was: ChatItem | null, is: ChatItem | null): ItemDiff {
  const shown = is ?? was;
  const kind = !was
    ? "added"
    : !is
      ? "removed"
      : JSON.stringify(was) === JSON.stringify(is)
        ? "same"
        : "changed";
  return {
    kind,
    role: shown ? roleOf(shown) : null,
    roleBefore: was && is && roleOf(was) !== roleOf(is) ? roleOf(was) : null,
    placeholder: shown !== null && isPlaceholder(shown),
    text: diffTexts(was ? textOf(was) : "", is ? textOf(is) : ""),
  };
}

const roleOf = (item: ChatItem): string => (isPlaceholder(item) ? "placeholder" : item.role);
const textOf = (item: ChatItem): string => (isPlaceholder(item) ? item.name : item.content);

/** Pairs messages in their order, the alike ones with each other: longest common sequence weighted by likeness. */
function align(
  before: readonly ChatItem[],
  after: readonly ChatItem[],
): [ChatItem | null, ChatItem | null][] {
  const width = after.length + 1;
  const best = new Float64Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const pair = likeness(before[i], after[j]) + (best[(i + 1) * width + j + 1] ?? 0);
      best[i * width + j] = Math.max(pair, best[(i + 1) * width + j] ?? 0, best[i * width + j + 1] ?? 0);
    }
  }
  const pairs: [ChatItem | null, ChatItem | null][] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [was = null, is = null] = [before[i], after[j]];
    if (!was || !is) {
      pairs.push([was, is]);
      if (was) i++;
      else j++;
      continue;
    }
    const here = best[i * width + j] ?? 0;
    const like = likeness(was, is);
    if (like > 0 && here === like + (best[(i + 1) * width + j + 1] ?? 0)) {
      pairs.push([was, is]);
      i++;
      j++;
    } else if (here === (best[(i + 1) * width + j] ?? 0)) {
      pairs.push([was, null]);
      i++;
    } else {
      pairs.push([null, is]);
      j++;
    }
  }
  return pairs;
}

/** 0 for what has nothing in common, 3 for the same. */
function likeness(a: ChatItem | undefined, b: ChatItem | undefined): number {
  if (!a || !b || isPlaceholder(a) !== isPlaceholder(b)) return 0;
  if (textOf(a) === textOf(b)) return roleOf(a) === roleOf(b) ? 3 : 2;
  return roleOf(a) === roleOf(b) ? 1 : 0;
}

export type FieldDiff = {
  /** `parameters.temperature`, `tools[0].function.name` */
  path: string;
  kind: "added" | "removed" | "changed";
  before: unknown;
  after: unknown;
};

/** Which fields of a JSON value differ, deepest first named; lists are compared place by place. */
export function diffJson(older: unknown, newer: unknown, path = ""): FieldDiff[] {
  if (Object.is(older, newer)) return [];
  if (Array.isArray(older) && Array.isArray(newer)) {
    const length = Math.max(older.length, newer.length);
    return Array.from({ length }, (_, index) =>
      fieldDiff(older, newer, String(index), index < older.length, index < newer.length, `${path}[${index}]`),
    ).flat();
  }
  if (isObject(older) && isObject(newer)) {
    return [...new Set([...Object.keys(older), ...Object.keys(newer)])].flatMap((key) => {
      const inside = path === "" ? key : `${path}.${key}`;
      return fieldDiff(older, newer, key, Object.hasOwn(older, key), Object.hasOwn(newer, key), inside);
    });
  }
  return [{ path, kind: "changed", before: older, after: newer }];
}

function fieldDiff(
  older: object,
  newer: object,
  key: string,
  was: boolean,
  is: boolean,
  path: string,
): FieldDiff[] {
  const before = (older as Record<string, unknown>)[key];
  const after = (newer as Record<string, unknown>)[key];
  if (!was) return [{ path, kind: "added", before: undefined, after }];
  if (!is) return [{ path, kind: "removed", before, after: undefined }];
  return diffJson(before, after, path);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
