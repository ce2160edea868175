import assert from "node:assert/strict";
import OpenAI from "openai";
import { zodTextFormat } from "openai/helpers/zod";
import { VERSION } from "openai/version";
import { z } from "zod";
import { type ResponsesTarget, responsesTargets } from "./responses-targets.ts";
import { type Client, cities, type Steps, weather } from "./steps.ts";
import type { World } from "./world.ts";

type Response = OpenAI.Responses.Response;

/** OpenAI's own client for JavaScript and its responses, once for each kind of provider. */
export const responsesJs: readonly Client[] = responsesTargets.map((target) => ({
  name: `openai ${VERSION} (JavaScript) responses to ${target.to}`,
  run: (world, steps) => respond(world, steps, target),
}));

async function respond(world: World, steps: Steps, { route, priced }: ResponsesTarget): Promise<void> {
  const client = new OpenAI({
    apiKey: world.llmKey,
    baseURL: `${world.gatewayUrl}/v1`,
    maxRetries: 0,
    defaultHeaders: steps.headers,
  });
  const model = route(world);
  const saw = ({ usage }: Pick<Response, "usage">) => {
    assert.ok(usage, "no usage was stated");
    assert.equal(usage.total_tokens, usage.input_tokens + usage.output_tokens);
    steps.saw({ input: usage.input_tokens, output: usage.output_tokens }, priced);
  };
  await steps.step("content", async () => {
    const request = { model, input: "Translate to German: good morning", instructions: "Be brief." };
    const response = await client.responses.create(request, { headers: steps.traced });
    saw(response);
    assert.equal(response.output_text, "gut Morgen");
    assert.equal(response.status, "completed");
  });
  await steps.step("a stream with usage, its events numbered", async () => {
    const stream = client.responses.stream({ model, input: "Translate to French: red house and cat" });
    const numbers: number[] = [];
    stream.on("event", (event) => numbers.push(event.sequence_number));
    const response = await stream.finalResponse();
    saw(response);
    assert.match(response.output_text, /maison/);
    assert.deepEqual(
      numbers,
      numbers.map((_, at) => at),
    );
  });
  await steps.step("tools in a stream, and their results", async () => {
    const input: OpenAI.Responses.ResponseInput = [{ role: "user", content: "Weather in Lisbon and Oslo?" }];
    const tools = [{ type: "function" as const, strict: false, ...weather }];
    const asked: Response = await client.responses.stream({ model, input, tools }).finalResponse();
    saw(asked);
    const calls = asked.output.filter((item) => item.type === "function_call");
    assert.deepEqual(
      calls.map((call) => JSON.parse(call.arguments)),
      cities,
    );
    const results = calls.map(({ call_id }) => ({
      type: "function_call_output" as const,
      call_id,
      output: "17 °C",
    }));
    const said = asked.output as OpenAI.Responses.ResponseInput;
    const told = await client.responses.create({ model, input: [...input, ...said, ...results], tools });
    saw(told);
    assert.match(told.output_text, /17 °C/);
  });
  await steps.step("structured output by a schema of zod's", async () => {
    const format = zodTextFormat(z.object({ city: z.string() }), "city");
    const input = "Extract: they moved to Bergen";
    const whole = await client.responses.parse({ model, input, text: { format } });
    const streamed = await client.responses.stream({ model, input, text: { format } }).finalResponse();
    for (const response of [whole, streamed]) {
      saw(response);
      assert.deepEqual(response.output_parsed, { city: "Bergen" });
    }
  });
  await steps.step("an answer that is cut off says so", async () => {
    const request = { model, input: "x [[demo: length=60]]", max_output_tokens: 20 };
    const response: Response = await client.responses.stream(request).finalResponse();
    saw(response);
    assert.equal(response.status, "incomplete");
    assert.equal(response.incomplete_details?.reason, "max_output_tokens");
  });
  await steps.step("errors are the client's own", async () => {
    // In the session of another name: what was given out before a stream broke is charged.
    const headers = { "x-triops-session": `${steps.session}-errors` };
    const limited = client.responses.create({ model, input: "x [[demo: rate-limit=3]]" }, { headers });
    await assert.rejects(limited, OpenAI.RateLimitError);
    const broken = client.responses.stream({ model, input: "x [[demo: length=60 cut=5]]" }, { headers });
    await assert.rejects(broken.finalResponse(), OpenAI.APIError);
    if (model === world.responsesRoute) return;
    const kept = client.responses.create({ model, input: "x", previous_response_id: "resp_1" }, { headers });
    const said = await kept.catch((error: unknown) => error);
    assert.ok(said instanceof OpenAI.BadRequestError && said.param === "previous_response_id");
  });
  await steps.checkRecords();
}
