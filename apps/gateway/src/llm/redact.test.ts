import { describe, expect, it } from "vitest";
import { redact } from "./redact.ts";

describe("what a provider says of a failure", () => {
  it.each([
    [
      "Incorrect API key provided: sk-proj-abcDEF1234567890abcdef. You can find it in the console.",
      /sk-proj|1234567/,
    ],
    ["Incorrect API key provided: sk-12345***********wxyz.", /12345|wxyz/],
    ["Rate limit reached for gpt-4o in organization org-a1B2c3D4e5F6 on tokens per min (TPM)", /a1B2c3/],
    ["Project proj_AbCdEf123456 does not have access to model", /AbCdEf/],
    ["API key not valid: AIzaSyA-1234567890abcdefghijklmnopqrstu", /AIza/],
    ["projects/123456789012/locations/us: quota", /123456789012/],
    ["Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.e30.abc was refused", /eyJ/],
    ["key gsk_ABCDEFGHIJKLMNOP is revoked", /gsk_A/],
    ["Contact ada.lovelace@example.com", /ada/],
    ["workspace 0f0e0d0c-1111-2222-3333-444455556666 over quota", /0f0e0d0c/],
    [`caller ${["tri", "abcdefgh", "0123456789abcdef0123456789abcdef"].join("_")}`, /tri_abc/],
  ])("loses its secrets: %s", (text, secret) => {
    expect(redact(text, [])).not.toMatch(secret);
  });

  it("loses the credential that was sent, whatever it looks like, in every place", () => {
    expect(redact("my-own-token was refused; my-own-token is old", ["my-own-token"])).toBe(
      "[credential] was refused; [credential] is old",
    );
  });

  it.each([
    "This model's maximum context length is 128000 tokens. However, your messages resulted in 130012 tokens.",
    "Invalid value: 'sistem'. Supported values are: 'system', 'assistant', 'user'.",
    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
    "Unknown field key_value_pairs in user_profile",
    "Could not parse response_format: schema for 'user_profile' must be an object",
  ])("keeps what helps: %s", (text) => {
    expect(redact(text, ["sk-x"])).toBe(text);
  });

  it("is cut, and has no control characters", () => {
    const said = redact(`a\u0000b\n${"x".repeat(50_000)}`, []);
    expect(said.length).toBeLessThanOrEqual(1_001);
    expect(said.startsWith("a b x")).toBe(true);
  });
});
