import { setTimeout as sleep } from "node:timers/promises";
import type { PublishedRoute } from "@triops/domains/llm-routes/snapshot-schemas";
import type { EgressPool } from "@triops/providers/egress/pool";
import { AttemptFailure, attempt, CallerGone, type OpenStream, type WholeAnswer } from "../attempt.ts";
import { bridgeTo } from "../bridges/find.ts";
import type { CallOutcome, LlmCall } from "../call.ts";
import { CallFault } from "../fault.ts";
import type { Bridge } from "../ports.ts";
import type { createAddresses } from "../provider-address.ts";
import type { ProviderNotes } from "../provider-notes.ts";
import type { Breakers } from "./breakers.ts";
import { afterFailure } from "./order.ts";
import type { Usable } from "./usable.ts";

export type Asked = {
  call: LlmCall;
  route: PublishedRoute;
  order: readonly Usable[];
  /** Its provider, model and attempts are filled in. */
  outcome: CallOutcome;
  headers: Readonly<Record<string, string>>;
  gone: AbortSignal;
};

export type Answered = {
  bridge: Bridge;
  got: WholeAnswer | OpenStream;
  /** To be called once, when it is known how the answer ended. */
  ended(outcome: CallOutcome): void;
};

export type AskParts = {
  pool: EgressPool;
  addressOf: ReturnType<typeof createAddresses>;
  breakers: Breakers;
  notes: ProviderNotes;
  now(): number;
};

/**
 * Asks the targets one after another until one answers, as the route says: again after a pause, or the next.
 * @throws AttemptFailure of the last one asked, CallFault, CallerGone
 */
export async function askTargets(parts: AskParts, asked: Asked): Promise<Answered> {
  const { call, route, order, outcome, gone } = asked;
  const { breakers, notes, now } = parts;
  let refusal: unknown;
  for (const [place, one] of order.entries()) {
    const { target, provider } = one;
    const { id, name, kind, priceProvider } = provider;
    let bridge: Bridge;
    let body: string;
    try {
      bridge = bridgeTo(provider, call.operation);
      body = written({ ...bridge.requestBody(call, target.model), ...target.parameters });
    } catch (error) {
      if (!(error instanceof CallFault)) throw error;
      // Another target may have words for what was asked.
      refusal ??= error;
      continue;
    }
    // Closed off since the order was made, or another call tries just now whether it is well again.
    if (place < order.length - 1 && !breakers.mayAsk(target.id, now())) continue;
    outcome.provider = { id, name, kind, priceProvider };
    outcome.model = target.model;
    for (let tries = 1; ; tries++) {
      const startedMs = now();
      const leftMs = route.timeouts.totalMs - (startedMs - call.startedMs);
      breakers.asked(target.id);
      try {
        const got = await once(parts, asked, one, { bridge, body, leftMs });
        const note = {
          provider: name,
          model: target.model,
          status: 200,
          errorClass: null,
          ms: now() - startedMs,
        };
        outcome.attempts.push(note);
        const ended = (end: CallOutcome) => {
          const failure =
            end.error && !end.aborted && end.error.class !== "guardrail" ? end.error.class : null;
          if (failure) breakers.failed(route, target.id, failure, now());
          else breakers.succeeded(route, target.id);
          notes.answered(id, failure ?? "ok", now() - startedMs);
        };
        return { bridge, got, ended };
      } catch (error) {
        if (error instanceof CallerGone) breakers.failed(route, target.id, "aborted", now());
        if (!(error instanceof AttemptFailure)) throw error;
        const ms = now() - startedMs;
        const { errorClass, status, retryAfterMs } = error;
        outcome.attempts.push({ provider: name, model: target.model, status, errorClass, ms });
        breakers.failed(route, target.id, errorClass, now());
        notes.answered(id, errorClass, ms);
        const at = { tries, hasNext: place < order.length - 1, leftMs: leftMs - ms };
        const next = afterFailure(route, { errorClass, retryAfterMs }, at, Math.random);
        if (next.do === "give_up") throw error;
        refusal = error;
        if (next.do === "next") break;
        await pause(next.afterMs, gone);
      }
    }
  }
  throw (
    refusal ??
    new CallFault(503, "no_target", "No target of this route could be asked", { class: "server_error" })
  );
}

function once(
  { pool, addressOf }: AskParts,
  { call, route, headers, gone }: Asked,
  { target, provider }: Usable,
  { bridge, body, leftMs }: { bridge: Bridge; body: string; leftMs: number },
): Promise<WholeAnswer | OpenStream> {
  return attempt({
    pool,
    call,
    bridge,
    address: addressOf(provider, bridge.path, target.model),
    body,
    asked: headers,
    firstTokenMs: route.timeouts.firstTokenMs,
    leftMs,
    gone,
  });
}

function written(fields: Record<string, unknown>): string {
  try {
    return JSON.stringify(fields);
  } catch {
    // Read without recursion, written with it.
    throw new CallFault(400, "invalid_json", "The body is nested too deeply");
  }
}

async function pause(ms: number, gone: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal: gone }).catch(() => {
    throw new CallerGone();
  });
}
