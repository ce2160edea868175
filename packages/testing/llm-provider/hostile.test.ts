import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type DemonstrationProvider, startDemonstrationProvider } from "./server.ts";

let provider: DemonstrationProvider;

beforeAll(async () => {
  provider = await startDemonstrationProvider();
});
afterAll(() => provider.close());

const paths = ["chat/completions", "responses", "embeddings", "messages", "messages/count_tokens"];
const send = (path: string, body: string) =>
  fetch(`${provider.openaiUrl}/${path}`, { method: "POST", headers: { authorization: "Bearer k" }, body });

/** Names that the formats know, with values that they do not. */
const names = [
  "model messages role content text type input tools function parameters tool_choice name stream n stop temperature",
  "response_format json_schema schema format output_config thinking max_tokens max_output_tokens system instructions",
  "properties anyOf enum items required cache_control ttl previous_response_id reasoning effort dimensions",
].flatMap((line) => line.split(" "));
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(
      "user",
      "function",
      "json_schema",
      "object",
      "array",
      "ephemeral",
      "m",
      "",
      0,
      -1,
      1e9,
      null,
      true,
    ),
    fc.string(),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie("value"), { maxKeys: 6 }),
  ),
}));

test.each(paths)("%s answers anything that is no request with a 4xx, never a 5xx", async (path) => {
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 8 }), async (body) => {
      const answer = await send(path, JSON.stringify({ model: "m", max_tokens: 9, ...body }));
      await answer.text();
      expect(answer.status, JSON.stringify(body)).toBeLessThan(500);
    }),
    { numRuns: 150 },
  );
});

test("no endpoint is a 404 in the format of who asks", async () => {
  const answer = await fetch(`${provider.url}/v1/nothing`, {
    headers: { "x-api-key": "k", "anthropic-version": "1" },
  });
  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({ type: "error", error: { type: "not_found_error" } });
});
