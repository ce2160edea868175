import { describe, expect, it } from "vitest";
import { readOpenaiFault, readOpenaiStreamFault } from "./openai-fault.ts";

const openai = (
  message: string,
  code: string | null,
  type = "invalid_request_error",
  param: string | null = null,
) => JSON.stringify({ error: { message, type, param, code } });

describe("refusals of providers", () => {
  it.each([
    [400, openai("too long", "context_length_exceeded", undefined, "messages"), "context_length"],
    [
      400,
      '{"object":"error","message":"This model\'s maximum context length is 4096 tokens.","code":400}',
      "context_length",
    ],
    [413, '{"error":"input is too long for the model"}', "context_length"],
    [400, openai("filtered", "content_filter"), "content_filter"],
    [400, openai("The response was filtered", "ResponsibleAIPolicyViolation"), "content_filter"],
    [400, openai("bad temperature", "invalid_value", undefined, "temperature"), "bad_request"],
    [422, '{"detail":[{"type":"extra_forbidden"}]}', "bad_request"],
    [404, openai("no such model", "model_not_found"), "bad_request"],
    [401, openai("wrong key", "invalid_api_key"), "auth"],
    [403, '{"error":{"message":"forbidden"}}', "auth"],
    [429, openai("quota", "insufficient_quota", "insufficient_quota"), "rate_limit"],
    [
      429,
      '[{"error":{"code":429,"message":"Resource exhausted","status":"RESOURCE_EXHAUSTED"}}]',
      "rate_limit",
    ],
    [408, "", "timeout"],
    [504, "<html>", "timeout"],
    [500, "<html>oops</html>", "server_error"],
    [503, "", "server_error"],
    [529, '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}', "server_error"],
  ])("%i %s is %s", (status, body, errorClass) => {
    const fault = readOpenaiFault(status, body);
    expect(fault.class).toBe(errorClass);
    expect(fault.message).not.toBe("");
    expect(fault.code).not.toBe("");
  });

  it("keep the provider's code, message and field", () => {
    expect(
      readOpenaiFault(400, openai("bad temperature", "invalid_value", undefined, "temperature")),
    ).toEqual({
      class: "bad_request",
      code: "invalid_value",
      message: "bad temperature",
      param: "temperature",
    });
  });

  it("within a stream have no status but what they say", () => {
    expect(readOpenaiStreamFault({ message: "The server had an error", type: "server_error" })).toMatchObject(
      {
        class: "server_error",
        code: "server_error",
      },
    );
    expect(readOpenaiStreamFault({ message: "slow down", code: 429 }).class).toBe("rate_limit");
  });
});
