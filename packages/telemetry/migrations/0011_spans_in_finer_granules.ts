import { copied, spans } from "./0005_spans_by_time.ts";
import type { Dialect } from "./dialect.ts";

/**
 * A rare span costs the reading of the granule around it, and a page of rare ones fifty granules: a quarter of the
 * usual size makes attributes, words and the traces of a page three to four times quicker, for marks of 1 MB in 5
 * million spans.
 */
export function up(dialect: Dialect): string[] {
  return dialect.replaceTable({ ...spans, settings: { ...spans.settings, index_granularity: 2_048 } }, [
    ...copied,
    "session_id",
    "is_entry",
    "received_at",
  ]);
}
