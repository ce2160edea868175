import { invalid } from "@triops/kernel/errors";

export const llmOrders = ["newest", "cost", "slowest", "tokens"] as const;
export type LlmOrder = (typeof llmOrders)[number];

/**
 * What lists are ordered by. `newest` goes by the newest fitting span; the others by all fitting spans of a trace: what
 * they cost or used together, or how long the longest took.
 */
export const orderKey: Record<Exclude<LlmOrder, "newest">, { column: string; key: string }> = {
  cost: { column: "cost, counts", key: "toInt64(ifNull(sumIf(cost, counts = 1), 0) * 1000000000000)" },
  slowest: { column: "duration_ns", key: "toInt64(max(duration_ns))" },
  tokens: {
    column: "input_tokens, output_tokens, counts",
    key: "toInt64(sumIf(input_tokens + output_tokens, counts = 1))",
  },
};

/** Where a page ended: a time in nanoseconds or the order's key, and the ids. */
export type LlmPlace = { key: string; traceId: string; spanId: string };

export const cursorOf = ({ key, traceId, spanId }: LlmPlace): string => `${key}-${traceId}-${spanId}`;

/** @throws invalid */
export function parseCursor(cursor: string): LlmPlace {
  const match = /^(\d{1,19})-([0-9a-f]{32})-([0-9a-f]{16})$/.exec(cursor);
  const [, key, traceId, spanId] = (match ?? []) as unknown as [string, string?, string?, string?];
  if (!key || !traceId || !spanId || BigInt(key) >= 2n ** 63n) throw invalid("Not a cursor of this list");
  return { key, traceId, spanId };
}
