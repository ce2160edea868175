export type JsonValue = unknown;

export type JsonChange = {
  /** "role", "settings.retention.days", "tags[2]". */
  path: string;
  kind: "added" | "removed" | "changed" | "same";
  before: string;
  after: string;
};

const NOTHING = Symbol("nothing");

function text(value: unknown): string {
  if (value === NOTHING) return "";
  return typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
}

function isBranch(value: unknown): value is Record<string, unknown> | unknown[] {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}

function isScalar(value: unknown): boolean {
  return value !== NOTHING && typeof value !== "object";
}

function child(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return NOTHING;
  return (value as Record<string, unknown>)[key];
}

function walk(path: string, before: unknown, after: unknown, into: JsonChange[]): void {
  if (isBranch(before) || isBranch(after)) {
    const keys = new Set([
      ...(isBranch(before) ? Object.keys(before) : []),
      ...(isBranch(after) ? Object.keys(after) : []),
    ]);
    // A leaf that became a branch, or the reverse, is a change of its own.
    if (isScalar(before)) {
      into.push({ path, kind: "removed", before: text(before), after: "" });
    }
    const list = Array.isArray(before) || Array.isArray(after);
    for (const key of keys) {
      const next = list ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;
      walk(next, child(before, key), child(after, key), into);
    }
    if (isScalar(after)) {
      into.push({ path, kind: "added", before: "", after: text(after) });
    }
    return;
  }
  const was = text(before);
  const is = text(after);
  const kind = before === NOTHING ? "added" : after === NOTHING ? "removed" : was === is ? "same" : "changed";
  into.push({ path: path === "" ? "value" : path, kind, before: was, after: is });
}

/** Leaves of two JSON values side by side, in the order of their keys; `null` at the top means "not there". */
export function jsonChanges(before: JsonValue, after: JsonValue): JsonChange[] {
  const result: JsonChange[] = [];
  const top = (value: unknown) => (value === null || value === undefined ? NOTHING : value);
  if (top(before) === NOTHING && top(after) === NOTHING) return result;
  walk("", top(before), top(after), result);
  return result;
}
