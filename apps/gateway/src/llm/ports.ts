import type { PublishedProvider } from "@triops/domains/llm-providers/snapshot-schemas";
import type { GuardrailFinding } from "@triops/domains/llm-routes/guardrail-schemas";
import type { PublishedRoute } from "@triops/domains/llm-routes/snapshot-schemas";
import type { PublishedLimits } from "@triops/domains/virtual-keys/snapshot-schemas";
import type { CallOutcome, ErrorClass, LlmCall } from "./call.ts";
import type { CallFault } from "./fault.ts";

/** What the pipeline asks of its neighbours. Each is made once per gateway. */

// --- limits/ ---

/** A hold on the limits of a call; only `limits/` looks inside. */
export type Reservation = { readonly id: string };

export type Refusal = {
  /** 429 over a limit; 503 when Redis is away and the key fails closed. */
  status: 429 | 503;
  /** As `requests_per_minute`, `tokens_per_minute`, `spend_day`, `limits_unavailable`. */
  code: string;
  message: string;
  /** ISO-8601; null when it is not known. */
  resetAt: string | null;
  retryAfterSeconds: number;
  headers: Readonly<Record<string, string>>;
};

export type Reserved =
  | { granted: Reservation; headers: Readonly<Record<string, string>> }
  | { refused: Refusal };

export type Limits = {
  /**
   * The route with the targets that a call may be sent to: those without a known price are left out where a limit
   * refuses them. @throws CallFault 403 when none is left
   */
  pricedRoute(
    call: LlmCall,
    limits: PublishedLimits | null,
    route: PublishedRoute,
    providerOf: (id: string) => PublishedProvider | null,
  ): PublishedRoute;
  /**
   * Holds what the call may cost. `likely` is the target that will be asked first, for the estimate.
   * At most one trip to Redis; none when nothing limits the call.
   */
  reserve(
    call: LlmCall,
    limits: PublishedLimits | null,
    likely: { priceProvider: string | null; model: string },
  ): Promise<Reserved>;
  /** The call did not happen (refused, failed before a provider was reached): gives the hold back. */
  release(reservation: Reservation): void;
};

// --- records/ ---

export type Records = {
  /** Null while there is room; else why no call may start (a full spool): told as 503. */
  refusal(): string | null;
  /**
   * Resolves when the record is durable: awaited before the last byte goes out. Prices the call, settles its
   * reservation and writes its rows behind the answer. Never rejects.
   */
  finish(
    call: LlmCall,
    outcome: CallOutcome,
    reservation: Reservation | null,
  ): Promise<{ costUsd: string | null; estimated: boolean }>;
};

// --- guardrails/ ---

export type Checked<Body> = {
  body: Body;
  findings: GuardrailFinding[];
  /** Names the guardrail, never the value. */
  blocked: CallFault | null;
};

/** Checks a stream in the caller's form. Pieces may be held back while they could still become a match. */
export type StreamGuard = {
  /** Events in place of this one; what they carry was checked. @throws CallFault when it is blocked */
  take(event: SseEvent): SseEvent[];
  /** What was held back, before the stream's last event goes out. @throws CallFault */
  end(): SseEvent[];
  findings(): GuardrailFinding[];
};

/** One question to a route from within, for a judge: its text. Bounded by `timeoutMs`. */
export type AskRoute = (
  workspaceId: string,
  route: string,
  messages: { role: "system" | "user"; content: string }[],
  timeoutMs: number,
) => Promise<string>;

export type Guardrails = {
  /** Returns the body as the provider and the record may see it. */
  checkRequest(route: PublishedRoute, call: LlmCall): Promise<Checked<Record<string, unknown>>>;
  /** Of an answer that came in one piece, in the caller's form. */
  checkResponse(
    route: PublishedRoute,
    call: LlmCall,
    answer: Record<string, unknown>,
  ): Promise<Checked<Record<string, unknown>>>;
  /** Null when the route has no checks of responses. */
  openStream(route: PublishedRoute, call: LlmCall): StreamGuard | null;
};

// --- dialects/ ---

/** One event of a stream; `event` is empty where the stream names none. */
export type SseEvent = { event: string; data: string };

/** What an answer says, whichever form it has. */
export type Answer = {
  responseModel: string;
  responseId: string;
  /** What `normaliseUsage(usageDialect, …)` reads: the usage with model and tier beside it; null: none stated. */
  usage: unknown;
  finishReasons: string[];
  /** The message(s) in the caller's form, for the record. */
  output: unknown;
  outputText: string;
};

export type ProviderFault = {
  class: ErrorClass;
  /** The provider's own code where it has one, else the class. */
  code: string;
  /** Not yet redacted. */
  message: string;
  param: string | null;
};

/** Reads a provider's stream beside passing it on, or translates it. One per attempt. */
export type StreamReader = {
  /**
   * @returns null: pass the event on as it came; else the events in its place (none: it is for us only).
   * A fault when the provider states an error within the stream.
   */
  take(event: SseEvent): SseEvent[] | null | { fault: ProviderFault };
  /** Whether content has come: until then another target may be asked instead. */
  hasContent(): boolean;
  /** Whether the stream has said all: the last event was taken. Without it an end is a cut. */
  isComplete(): boolean;
  /** What is still to be told when a finished stream ends without its last mark. */
  close?(): SseEvent[];
  answer(): Answer;
};

/** Between the form of the caller and the form of the provider. Pure. */
export type Bridge = {
  /** Of `analysis/pricing/dialects`: in which the provider states usage. */
  usageDialect: string;
  /** Below the provider's base URL. */
  path: string;
  /** Beside those of the provider, such as `anthropic-version`. */
  headers(call: LlmCall, asked: Readonly<Record<string, string>>): Record<string, string>;
  /** @throws CallFault 400 naming what cannot be translated */
  requestBody(call: LlmCall, model: string): Record<string, unknown>;
  /** @param body the provider's answer; null in `body` when it goes to the caller as it came */
  readAnswer(
    call: LlmCall,
    body: Record<string, unknown>,
  ): { answer: Answer; body: Record<string, unknown> | null };
  openStream(call: LlmCall): StreamReader;
  /** What a refusal of the provider says, by its status and body (any bytes). */
  readFault(status: number, body: string): ProviderFault;
};

/** How a caller's form tells failures. */
export type FaultForm = {
  body(fault: CallFault, requestId: string): Record<string, unknown>;
  /** The last event of a stream that failed. */
  event(fault: CallFault, requestId: string): SseEvent;
};
