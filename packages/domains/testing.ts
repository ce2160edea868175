import type { Caller } from "./runtime.ts";

/**
 * For each verb of a noun that changes something or is about one record: prepares what it needs in the caller's
 * workspace and gives an input that succeeds. Every noun exports these from its `testing.ts` as `samples`; the
 * generated tests of the API refuse a verb without one.
 */
export type Samples = Record<string, (caller: Caller) => Promise<Record<string, unknown>>>;
