import { expect, it } from "vitest";
import type { LlmCall } from "../call.ts";
import { messagesToChat } from "./messages-to-chat.ts";
import { mistralChat } from "./openai-chat.ts";
import { responsesToChat } from "./responses-to-chat.ts";

const call = { id: "0", route: "m", startedMs: 7_000, stream: true, body: {} } as unknown as LlmCall;
const thought = [{ type: "thinking", thinking: [{ type: "text", text: "hm" }] }];
const said = [...thought, { type: "text", text: "Hello" }];
const events = [
  { choices: [{ index: 0, delta: { role: "assistant", content: "" } }] },
  { choices: [{ index: 0, delta: { content: thought } }] },
  { choices: [{ index: 0, delta: { content: [{ type: "text", text: "Hel" }] } }] },
  { choices: [{ index: 0, delta: { content: "lo" }, finish_reason: "stop" }], usage: { prompt_tokens: 1 } },
].map((chunk) => ({ event: "", data: JSON.stringify(chunk) }));

it("Mistral's lists of thoughts and texts are told as OpenAI tells them, in one piece", () => {
  const completion = { choices: [{ message: { role: "assistant", content: said }, finish_reason: "stop" }] };
  const { answer, body } = mistralChat.readAnswer(call, completion);
  const message = { role: "assistant", content: "Hello", reasoning_content: "hm" };
  expect(body).toEqual({ choices: [{ message, finish_reason: "stop" }] });
  expect(answer).toMatchObject({ outputText: "Hello", output: [message] });
});

it("and in a stream, where nothing else is touched", () => {
  const reader = mistralChat.openStream(call);
  expect(reader.take(events[0] as never)).toBeNull();
  const [first] = reader.take(events[1] as never) as { data: string }[];
  expect(JSON.parse(first?.data ?? "").choices[0].delta).toEqual({ content: "", reasoning_content: "hm" });
  expect(reader.hasContent()).toBe(true);
  const [second] = reader.take(events[2] as never) as { data: string }[];
  expect(JSON.parse(second?.data ?? "").choices[0].delta).toEqual({ content: "Hel" });
  expect(reader.take(events[3] as never)).toBeNull();
  expect(reader.answer()).toMatchObject({ outputText: "Hello", output: [{ reasoning_content: "hm" }] });
});

it("also where the caller speaks another form", () => {
  for (const bridge of [responsesToChat("mistral"), messagesToChat("mistral")]) {
    const reader = bridge.openStream(call);
    for (const event of [...events, { event: "", data: "[DONE]" }]) reader.take(event);
    const { outputText, output } = reader.answer();
    expect(outputText).toBe("Hello");
    expect(JSON.stringify(output)).toContain('"hm"');
  }
});
