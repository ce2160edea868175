import { bare } from "@triops/telemetry/promql/ast";
import { parse } from "@triops/telemetry/promql/parse";

/** A query to watch, and the limit that stood at its end. */
export type WatchedQuery = {
  promql: string;
  limit: { op: ">" | ">=" | "<" | "<="; value: number } | null;
};

const ops = [">", ">=", "<", "<="] as const;

/**
 * `errors > 5` watches `errors` with the limit 5: then its value is known while it is well, too. Anything else is
 * watched as it stands, also what is no query yet.
 */
export function watchedQuery(text: string): WatchedQuery {
  const whole = { promql: text.trim().slice(0, 10_000), limit: null };
  try {
    const outer = bare(parse(whole.promql));
    if (outer.kind !== "binary" || outer.bool) return whole;
    const op = ops.find((known) => known === outer.op);
    const right = bare(outer.right);
    const sign = right.kind === "unary" && right.op === "-" ? -1 : 1;
    const number = right.kind === "unary" ? bare(right.expr) : right;
    if (!op || number.kind !== "number" || !Number.isFinite(number.value)) return whole;
    const promql = whole.promql.slice(outer.left.from, outer.left.to).trim();
    return { promql, limit: { op, value: sign * number.value } };
  } catch {
    return whole;
  }
}
