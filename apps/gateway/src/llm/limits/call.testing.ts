import { randomBytes, randomUUID } from "node:crypto";
import type { PublishedLimits } from "@triops/domains/virtual-keys/snapshot-schemas";
import { newId } from "@triops/kernel/ids";
import type { CallOutcome, LlmCall } from "../call.ts";

export function makeCall(partial: Partial<LlmCall> = {}): LlmCall {
  return {
    id: newId(),
    workspaceId: randomUUID(),
    keyId: randomUUID(),
    retentionDays: 30,
    virtualKey: null,
    route: "gpt-fast",
    routeId: randomUUID(),
    operation: "chat",
    startedMs: Date.now(),
    stream: false,
    service: "",
    user: "",
    session: "",
    metadata: {},
    prompt: null,
    trace: { traceId: randomBytes(16).toString("hex"), parentSpanId: "" },
    spanId: randomBytes(8).toString("hex"),
    body: { model: "gpt-fast", max_tokens: 100, messages: [{ role: "user", content: "Say hello" }] },
    logBodies: true,
    origin: "api",
    actorId: "",
    ...partial,
  };
}

export function makeOutcome(call: LlmCall, partial: Partial<CallOutcome> = {}): CallOutcome {
  return {
    status: 200,
    provider: { id: randomUUID(), name: "OpenAI", kind: "openai", priceProvider: "openai" },
    model: "gpt-4o-mini",
    responseModel: "gpt-4o-mini-2024-07-18",
    responseId: `chatcmpl-${randomBytes(6).toString("hex")}`,
    usage: {
      model: "gpt-4o-mini-2024-07-18",
      usage: { prompt_tokens: 1_000, completion_tokens: 500, total_tokens: 1_500 },
    },
    usageDialect: "openai-chat",
    firstTokenMs: null,
    endedMs: call.startedMs + 120,
    finishReasons: ["stop"],
    output: { role: "assistant", content: "Hello to you" },
    outputText: "Hello to you",
    error: null,
    aborted: false,
    cache: "miss",
    attempts: [{ provider: "OpenAI", model: "gpt-4o-mini", status: 200, errorClass: null, ms: 118 }],
    findings: [],
    ...partial,
  };
}

type Key = PublishedLimits["keys"][number];
type Stated = PublishedLimits["limits"];

export const unlimited: Stated = {
  requestsPerMinute: null,
  tokensPerMinute: null,
  spend: [],
  unpriced: "allow",
};

/** A workspace in which the key of a call has limits of its own. */
export function makeLimits(call: LlmCall, limits: Partial<Stated>, key: Partial<Key> = {}): PublishedLimits {
  return {
    workspaceId: call.workspaceId,
    limits: unlimited,
    teams: [],
    keys: [
      {
        keyId: call.keyId,
        id: call.keyId,
        name: "billing bot",
        teamId: null,
        allowedRoutes: null,
        limits: { ...unlimited, ...limits },
        whenRedisIsAway: "closed",
        ...key,
      },
    ],
    revision: 1,
  };
}
