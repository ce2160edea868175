import type { Caller } from "@triops/domains/runtime";

/** One request: who asks, and with what. */
export type AlertmanagerCall = {
  caller: Caller;
  parameters: URLSearchParams;
  /** Path parameter, where there is one. */
  id: string;
  /** The body, parsed. */
  body(): Promise<unknown>;
};

/** What is answered; undefined is an empty 200. */
export type Answer = { status: number; json?: unknown };
export const ok = (json?: unknown): Answer => (json === undefined ? { status: 200 } : { status: 200, json });
