/** One line of `triops doctor`. Everything but `ok` carries what to do about it. */
export type Finding =
  | { area: string; state: "ok"; text: string }
  | { area: string; state: "warn" | "fail"; text: string; remedy: string };

export const ok = (area: string, text: string): Finding => ({ area, state: "ok", text });
export const warn = (area: string, text: string, remedy: string): Finding => ({
  area,
  state: "warn",
  text,
  remedy,
});
export const fail = (area: string, text: string, remedy: string): Finding => ({
  area,
  state: "fail",
  text,
  remedy,
});

/** First line of whatever was thrown. */
export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message || error.name : String(error)).split("\n")[0] ?? "";
