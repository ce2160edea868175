import { invalid } from "@triops/kernel/errors";

export type TraceOrder = "newest" | "slowest";

/** Where a page ended: the fitting span's time or duration in nanoseconds, and its ids. */
export type TracePlace = { key: string; traceId: string; spanId: string };

/** The bound place, to compare a span's time or duration and (that, trace, span) with. */
export function placeSql(order: TraceOrder): { key: string; all: string } {
  const key =
    order === "newest"
      ? "fromUnixTimestamp64Nano(toInt64({afterKey:String}), 'UTC')"
      : "toUInt64({afterKey:String})";
  return { key, all: `(${key}, {afterTrace:String}, {afterSpan:String})` };
}

/** @throws invalid */
export function parseCursor(cursor: string): TracePlace {
  const match = /^(\d{1,19})-([0-9a-f]{32})-([0-9a-f]{16})$/.exec(cursor);
  const [, key, traceId, spanId] = (match ?? []) as unknown as [string, string?, string?, string?];
  if (!key || !traceId || !spanId || BigInt(key) >= 2n ** 63n) throw invalid("Not a cursor of this list");
  return { key, traceId, spanId };
}
