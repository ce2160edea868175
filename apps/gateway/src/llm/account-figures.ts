import type { Registry } from "../counters.ts";
import type { AccountsState } from "./accounts.ts";

/** Limits and records of model calls for `/metrics`. */
export function showAccounts(registry: Registry, state: () => AccountsState): void {
  const show = (name: string, help: string, read: (of: AccountsState) => number) =>
    registry.gauge(`triops_gateway_llm_${name}`, help, () => read(state()));
  show("spool_bytes", "Bytes of finished calls that wait for their stores", ({ spool }) => spool.bytes);
  show("spool_bytes_max", "Bytes beyond which calls are refused", ({ spool }) => spool.bytesMax);
  show("spool_waiting_calls", "Calls whose rows ClickHouse has not yet", ({ spool }) => spool.waitingCalls);
  show("spool_unsettled_calls", "Calls whose cost Redis has not yet", ({ spool }) => spool.unsettledCalls);
  show("recorded_calls", "Calls stored since the start", ({ spool }) => spool.delivered);
  show("records_failed", "Records that could not be made", ({ spool }) => spool.failed);
  show("segments_refused", "Files of records that the store will not take", ({ spool }) => spool.refused);
  show("estimated_calls", "Calls whose usage was counted here", ({ spool }) => spool.estimated);
  show("unpriced_calls", "Calls without a known price", ({ spool }) => spool.unpriced);
  show("refusals_counted", "Refused calls that are counted here only", ({ spool }) => spool.refusalsCounted);
  show("reservations", "Holds on limits by calls under way", ({ limits }) => limits.reservations);
  show(
    "limits_local",
    "Calls decided by this gateway alone, without Redis",
    ({ limits }) => limits.decidedLocally,
  );
}
