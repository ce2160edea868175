/** Queries that were run in this browser, newest first. */
export type HistoryEntry = { text: string; atMs: number };

const entriesMax = 100;

const keyOf = (workspaceId: string): string => `triops.promql-history.${workspaceId}`;

/** The same query again moves to the top. */
export function withEntry(entries: readonly HistoryEntry[], text: string, atMs: number): HistoryEntry[] {
  return [{ text, atMs }, ...entries.filter((entry) => entry.text !== text)].slice(0, entriesMax);
}

/** What the browser holds may be anything. */
export function parseHistory(stored: string | null): HistoryEntry[] {
  let given: unknown;
  try {
    given = JSON.parse(stored ?? "[]");
  } catch {
    return [];
  }
  if (!Array.isArray(given)) return [];
  return given.filter(
    (item): item is HistoryEntry => typeof item?.text === "string" && typeof item.atMs === "number",
  );
}

/** A browser may refuse storage; then there is no history, and nothing breaks. */
export function readHistory(workspaceId: string): HistoryEntry[] {
  try {
    return parseHistory(localStorage.getItem(keyOf(workspaceId)));
  } catch {
    return [];
  }
}

export function remember(workspaceId: string, text: string, atMs: number): void {
  if (text.trim() === "") return;
  try {
    const entries = withEntry(readHistory(workspaceId), text.trim(), atMs);
    localStorage.setItem(keyOf(workspaceId), JSON.stringify(entries));
  } catch {
    // Full or forbidden.
  }
}
