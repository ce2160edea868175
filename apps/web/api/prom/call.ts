import type { Caller } from "@triops/domains/runtime";

/** One request: who asks, what for, and until when anybody waits. */
export type PromCall = {
  caller: Caller;
  parameters: URLSearchParams;
  signal: AbortSignal;
  requestId: string;
  /** Whether functions that Prometheus calls experimental are allowed. */
  experimental: boolean;
};
