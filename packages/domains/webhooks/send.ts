import { isTriopsError } from "@triops/kernel/errors";
import { createEgress } from "@triops/providers/egress/request";
import type { Runtime } from "../runtime.ts";
import { isTransient } from "./rules.ts";
import type { Attempt } from "./schemas.ts";
import { headersOf } from "./sign.ts";
import { openSecret, type Row } from "./store.ts";

const waitMsMax = 10_000;
/** Of the answer, that the log keeps. */
const replyCharsMax = 2_000;
const replyBytesMax = 64 * 1024;

export type Tried = {
  attempt: Attempt;
  outcome: "delivered" | "refused" | "again";
  retryAfterSeconds: number | null;
};

/** Sends one message once. Never throws: whatever happened is what the log shows. */
export async function sendOnce(
  runtime: Runtime,
  webhook: Row,
  deliveryId: string,
  body: string,
): Promise<Tried> {
  const now = runtime.clock.now();
  const startedMs = performance.now();
  const egress = createEgress({
    allowedCidrs: runtime.webhooks?.allowedCidrs ?? [],
    allowedPorts: "any",
  });
  const done = (status: number | null, error: string | null, reply: string | null): Attempt => ({
    at: now.toISOString(),
    durationMs: Math.round(performance.now() - startedMs),
    status,
    error,
    reply,
  });
  try {
    const answer = await egress.request({
      url: webhook.url,
      method: "POST",
      headers: headersOf(deliveryId, now, body, openSecret(runtime, webhook)),
      body,
      timeoutMs: waitMsMax,
      replyBytesMax,
    });
    const reply = answer.body.toString("utf8").slice(0, replyCharsMax).replaceAll("\u0000", "");
    const isFine = answer.status >= 200 && answer.status < 300;
    const error = isFine ? null : `Answered ${answer.status}`;
    const after = Number(answer.headers["retry-after"]);
    return {
      attempt: done(answer.status, error, reply.toWellFormed()),
      outcome: isFine ? "delivered" : isTransient(answer.status) ? "again" : "refused",
      retryAfterSeconds: Number.isFinite(after) ? after : null,
    };
  } catch (error) {
    // Refused by policy will be refused again; no answer may be an answer in a moment.
    const isPolicy = isTriopsError(error) && error.code === "invalid";
    const text = isTriopsError(error) ? error.message : "It could not be sent";
    return {
      attempt: done(null, text, null),
      outcome: isPolicy ? "refused" : "again",
      retryAfterSeconds: null,
    };
  } finally {
    await egress.close();
  }
}
