/** What one check found. `report` is shown when it failed; `note` stands beside its name in the table. */
export type Outcome = { ok: boolean; report: string; note?: string };

export type Check = { name: string; run(): Promise<Outcome> };

/** Groups `path:line text` faults for reading; no fault at all is success. */
export function outcomeOf(
  faults: readonly { path: string; line?: number; text: string }[],
  note?: string,
): Outcome {
  const report = faults.map(({ path, line, text }) => `${path}${line ? `:${line}` : ""}  ${text}`).join("\n");
  return { ok: faults.length === 0, report, ...(note ? { note } : {}) };
}
