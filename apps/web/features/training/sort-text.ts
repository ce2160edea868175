/** Column and direction from the address: `metrics.rmse:ascending`. Newest first unless it says otherwise. */
export function sortOf(text: string): { columnId: string; direction: "ascending" | "descending" } {
  const at = text.lastIndexOf(":");
  const direction = text.slice(at + 1) === "ascending" ? "ascending" : "descending";
  return { columnId: at > 0 ? text.slice(0, at) : "started", direction };
}
