import { responseOf } from "@triops/providers/llm/openai/responses-answer";
import type { ResponseFrame } from "@triops/providers/llm/openai/responses-frame";
import { toResponseEvents } from "@triops/providers/llm/openai/responses-stream";
import { chatStreams, saidIn } from "@triops/providers/llm/responses.testing";
import fc from "fast-check";
import { ResponseStream } from "openai/lib/responses/ResponseStream";
import { expect, it } from "vitest";
import { type Fields, fieldsOf } from "../fields.ts";

const frame: ResponseFrame = {
  request: { model: "m", input: "hi", stream: true },
  id: "0",
  model: "m",
  createdSeconds: 7,
};

/** As OpenAI's client puts a response together of its events. */
function gathered(events: readonly unknown[]) {
  const bytes = new TextEncoder().encode(events.map((each) => `${JSON.stringify(each)}\n`).join(""));
  const body = new ReadableStream({
    start(control) {
      control.enqueue(bytes);
      control.close();
    },
  });
  return ResponseStream.fromReadableStream(body).finalResponse();
}

it("the openai client puts any stream's events together to what was sent", async () => {
  await fc.assert(
    fc.asyncProperty(chatStreams, async ({ chunks }) => {
      const stream = toResponseEvents(frame);
      const events = [...chunks.flatMap((chunk) => stream.take(chunk)), ...stream.end()];
      const response = await gathered(events.map(({ data }) => data));
      const sent = fieldsOf(fieldsOf(events.at(-1)?.data).response);
      expect(saidIn(response as unknown as Fields)).toEqual(saidIn(sent));
      expect(response.output_text).toBe(saidIn(sent).text);
    }),
  );
});

it("an answer in one piece is what its stream would have come to", async () => {
  const asked = { name: "now", arguments: "{}" };
  const message = {
    content: "I look.",
    reasoning_content: "hm",
    tool_calls: [{ id: "call_1", type: "function", function: asked }],
  };
  const usage = { prompt_tokens: 4, completion_tokens: 2 };
  const stream = toResponseEvents(frame);
  const delta = { ...message, tool_calls: [{ index: 0, id: "call_1", function: asked }] };
  const events = [
    ...stream.take({ model: "gpt", choices: [{ delta, finish_reason: "tool_calls" }] }),
    ...stream.take({ choices: [], usage }),
    ...stream.end(),
  ];
  const whole = responseOf(
    { model: "gpt", choices: [{ message, finish_reason: "tool_calls" }], usage },
    frame,
  );
  expect(fieldsOf(events.at(-1)?.data).response).toEqual(whole);
  expect(await gathered(events.map(({ data }) => data))).toMatchObject({ id: whole.id, status: "completed" });
});
