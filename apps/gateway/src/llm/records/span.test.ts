import { normaliseUsage } from "@triops/analysis/pricing/normalise";
import { createPricer } from "@triops/analysis/pricing/pricer";
import { readLlmBody } from "@triops/telemetry/llm/map/body";
import { mapLlmSpan } from "@triops/telemetry/llm/map/map-span";
import { describe, expect, test } from "vitest";
import { makeCall, makeOutcome } from "../limits/call.testing.ts";
import { chargeOf } from "./charge.ts";
import { llmRowOf } from "./llm-row.ts";
import { messagesOf } from "./parts.ts";
import { type Recorded, spanOf } from "./span.ts";

function recordedOf(body: Record<string, unknown>, more: Parameters<typeof makeOutcome>[1] = {}): Recorded {
  const call = makeCall({ session: "s1", user: "ada", body });
  const outcome = makeOutcome(call, more);
  const usage = normaliseUsage(outcome.usageDialect, outcome.usage);
  return {
    call,
    outcome,
    charge: chargeOf(call, outcome, usage, createPricer([])),
    input: messagesOf(body.messages ?? body.input),
    output: messagesOf(outcome.output, "assistant"),
  };
}

const recorded = recordedOf({
  temperature: 0.2,
  tools: [{ type: "function", function: { name: "look", description: "Looks", parameters: {} } }],
  messages: [
    { role: "system", content: "Be brief" },
    { role: "user", content: "What is this?" },
    {
      role: "assistant",
      content: null,
      tool_calls: [{ id: "c1", type: "function", function: { name: "look", arguments: '{"at":1}' } }],
    },
    { role: "tool", tool_call_id: "c1", content: "a cat" },
  ],
});

describe("a call's span read back as any SDK's is", () => {
  test("says the same tokens, model and people as its row", () => {
    const { model, responseModel, responseId, kind, operation, provider, user, session, finishReasons } =
      llmRowOf(recorded);
    expect(mapLlmSpan(spanOf(recorded), recorded.call.keyId).row).toMatchObject({
      model,
      responseModel,
      responseId,
      kind,
      operation,
      provider,
      user,
      session,
      finishReasons,
    });
  });

  test("shows the conversation, tools and parameters", () => {
    const body = readLlmBody(spanOf(recorded));
    expect(body.input.map(({ role }) => role)).toEqual(["system", "user", "assistant", "tool"]);
    expect(JSON.stringify(body.input)).toContain("What is this?");
    expect(JSON.stringify(body.input)).toContain("look");
    expect(JSON.stringify(body.output)).toContain("Hello to you");
    expect(body.tools).toMatchObject([{ name: "look", description: "Looks" }]);
    expect(body.parameters).toContainEqual({ name: "temperature", value: "0.2" });
  });
});

describe("the price", () => {
  const own = (model: string) => ({
    id: "o1",
    provider: null,
    model,
    serviceTier: null,
    from: "2020-01-01T00:00:00Z",
    until: null,
    inherits: false,
    rates: { input: "1000", output: "0" },
  });
  const { call, outcome, charge } = recorded;

  test("is the workspace's own for the model that was asked for", () => {
    expect(chargeOf(call, outcome, charge.usage, createPricer([own("gpt-4o-mini")])).costUsd).toBe("1");
  });

  test("is that of the model which says it answered, where a deployment's name stands for any", () => {
    const deployed = { ...outcome, model: "our-deployment" };
    expect(chargeOf(call, deployed, charge.usage, createPricer([])).costUsd).toBe(charge.costUsd);
  });
});
