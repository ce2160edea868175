import type { LogRefusal } from "@triops/telemetry/otlp/log-model";
import type { SpanRefusal } from "@triops/telemetry/otlp/span-model";
import type { WriteRefusal } from "@triops/telemetry/remote-write/sink";

const texts: Record<WriteRefusal | SpanRefusal | LogRefusal, string> = {
  too_old: "older than the workspace keeps data",
  too_far_ahead: "more than 10 minutes in the future",
  no_time: "without a time",
  no_value: "without a value",
  no_name: "without a usable name",
  no_temporality: "without an aggregation temporality",
  bad_histogram: "with buckets that contradict each other or are too many",
  labels_limit: "with more labels than the workspace allows",
  label_length: "with a name or label that is too long",
  labels_unsorted: "with labels that are not sorted by name",
  labels_duplicate: "with the same label twice",
  label_empty: "with an empty label name or value",
  label_encoding: "with a label that is not UTF-8",
  bad_label_refs: "with label references that lead nowhere or come without a value",
  mixed_series: "of series with both samples and histograms",
  exemplars_unsupported: "that are exemplars, which are not kept: set send_exemplars to false",
  series_limit: "of new series beyond the workspace's limit",
  no_trace_id: "without a valid trace id",
  no_span_id: "without a valid span id",
  ends_before_start: "that end before they start",
  body_length: "with a body of more than a million characters",
};

/** One English sentence for the sender: how many were refused, why, and an example of each. */
export function refusalMessage(
  noun: string,
  refused: ReadonlyMap<WriteRefusal | SpanRefusal | LogRefusal, { count: number; example: string }>,
): string {
  const parts = [...refused].map(
    ([reason, { count, example }]) =>
      `${count} ${texts[reason]} (${reason}, for example ${example.slice(0, 100)})`,
  );
  return parts.length === 0 ? "" : `Not stored: ${noun} ${parts.join("; ")}`;
}
