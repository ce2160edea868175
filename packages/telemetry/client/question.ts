export type Param = string | number | boolean | readonly string[] | readonly number[];

/** Half open: `from` belongs to it, `to` does not. */
export type Window = { from: Date; to: Date };

const spanMsMax = 5 * 366 * 86_400_000;

/** Programming faults, found the first time a question is asked: its scope must be bound, not spliced. */
export function checkQuestion(name: string, sql: string, window: Window): void {
  for (const needed of ["{workspaceId:UUID}", "{fromMs:Int64}", "{toMs:Int64}"]) {
    if (!sql.includes(needed)) throw new Error(`Telemetry question ${name} does not bind ${needed}`);
  }
  const spanMs = window.to.getTime() - window.from.getTime();
  if (!(spanMs > 0 && spanMs <= spanMsMax))
    throw new Error(`Telemetry question ${name} has an empty or endless window`);
}

/** Epoch milliseconds bound as a whole number become a time inside ClickHouse, whatever its time zone. */
export const fromTime = "fromUnixTimestamp64Milli({fromMs:Int64}, 'UTC')";
export const toTime = "fromUnixTimestamp64Milli({toMs:Int64}, 'UTC')";

/** Renders 64-bit identifiers into a statement; anything but digits is a programming fault. */
export function idList(ids: readonly string[]): string {
  for (const id of ids) if (!/^\d{1,20}$/.test(id)) throw new Error("Not a numeric identifier");
  return ids.join(",");
}
