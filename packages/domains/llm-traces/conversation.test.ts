import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addCall, type Thread } from "./conversation.ts";
import type { LlmMessage } from "./schemas.ts";

const say = (role: string, text: string): LlmMessage => ({ role, parts: [{ type: "text", text }] });
const callTool = (name: string): LlmMessage => ({
  role: "assistant",
  parts: [{ type: "tool_call", id: "c", name, arguments: '{ "a": 1 }' }],
});
const toolSays = (result: string): LlmMessage => ({
  role: "tool",
  parts: [{ type: "tool_result", id: "c", name: "", result }],
});

/** A turn: what the user says, tools in between or not, and the answer. Texts repeat often. */
const word = fc.constantFrom("yes", "no", "and then?", "yes ", "42");
const turn = fc.record({ user: word, tools: fc.array(word, { maxLength: 2 }), answer: word });
const conversation = fc.array(turn, { minLength: 1, maxLength: 6 });
type Turn = { user: string; tools: string[]; answer: string };

/** The calls that an agent makes for a turn, with the history as `sent` leaves it. */
function callsOf(turns: Turn[], sent: (history: LlmMessage[]) => LlmMessage[]) {
  const whole: LlmMessage[] = [];
  const calls: { input: LlmMessage[]; output: LlmMessage[] }[] = [];
  for (const { user, tools, answer } of turns) {
    const history = sent([...whole]);
    const own = [say("user", user)];
    for (const tool of tools) {
      calls.push({ input: [...history, ...own], output: [callTool(tool)] });
      own.push(callTool(tool), toolSays(tool));
    }
    calls.push({ input: [...history, ...own], output: [say("assistant", answer)] });
    whole.push(...own, say("assistant", answer));
  }
  return { whole, calls };
}

function told(turns: Turn[], sent: (history: LlmMessage[]) => LlmMessage[]) {
  const { whole, calls } = callsOf(turns, sent);
  const threads: Thread[] = [];
  const messages = calls.flatMap((call) => addCall(threads, { name: "chat", agent: "", ...call }).messages);
  return { messages, whole };
}

describe("a conversation from its calls", () => {
  it.each([
    ["the whole history", (history: LlmMessage[]) => history],
    ["the last message", (history: LlmMessage[]) => history.slice(-1)],
    ["the last three messages", (history: LlmMessage[]) => history.slice(-3)],
    [
      "a history without what tools did",
      (history: LlmMessage[]) => history.filter(({ parts }) => parts[0]?.type === "text"),
    ],
    ["no history at all", () => []],
    [
      "what was asked and what tools said, without the answers",
      (history: LlmMessage[]) => history.filter(({ role }) => role !== "assistant"),
    ],
    [
      "answers in other words",
      (history: LlmMessage[]) =>
        history.map((one) =>
          one.role === "assistant" && one.parts[0]?.type === "text" ? say("assistant", "…") : one,
        ),
    ],
  ])("says every message once and in order when calls repeat %s", (what, sent) => {
    fc.assert(
      fc.property(conversation, (turns) => {
        const { messages, whole } = told(turns, sent);
        expect(messages).toEqual(whole);
      }),
      { numRuns: what === "the whole history" ? 300 : 150 },
    );
  });

  it("says what the model was told to be once, and again when it changes", () => {
    const threads: Thread[] = [];
    const call = (system: string, ...input: LlmMessage[]) =>
      addCall(threads, {
        name: "chat",
        agent: "",
        input: [say("system", system), ...input],
        output: [say("assistant", "Hello")],
      }).messages.map(({ role }) => role);
    expect(call("Be kind", say("user", "Hi"))).toEqual(["system", "user", "assistant"]);
    const history = [say("user", "Hi"), say("assistant", "Hello")];
    expect(call("Be kind", ...history, say("user", "Bye"))).toEqual(["user", "assistant"]);
    expect(call("Be curt", say("user", "Hi"))).toEqual(["system", "user", "assistant"]);
  });

  it("keeps lines apart: what a step asks is no part of what the user hears", () => {
    const threads: Thread[] = [];
    const chat = (input: LlmMessage[], answer: string) =>
      addCall(threads, { name: "chat", agent: "", input, output: [say("assistant", answer)] });
    const judge = addCall(threads, {
      name: "judge",
      agent: "",
      input: [say("system", "On topic?"), say("user", "Is it?")],
      output: [say("assistant", "no")],
    });
    const first = chat([say("user", "Is it?")], "It is.");
    const second = chat([say("user", "Is it?"), say("assistant", "It is."), say("user", "Sure?")], "Yes.");
    expect(first.thread).not.toBe(judge.thread);
    expect(second.thread).toBe(first.thread);
    expect(second.messages).toEqual([say("user", "Sure?"), say("assistant", "Yes.")]);
  });

  it("the same call told by two instrumentations is told once", () => {
    const threads: Thread[] = [];
    const call = { name: "chat", agent: "", input: [say("user", "Hi")], output: [say("assistant", "Hello")] };
    addCall(threads, call);
    const again = { ...call, input: [...call.input, say("assistant", "Hello")] };
    expect(addCall(threads, again).messages).toEqual([]);
  });

  it("a summed-up beginning does not bring the rest back", () => {
    const threads: Thread[] = [];
    const history = ["a", "b", "c", "d"].flatMap((word) => [say("user", word), say("assistant", `${word}!`)]);
    for (let at = 0; at < history.length; at += 2)
      addCall(threads, {
        name: "chat",
        agent: "",
        input: history.slice(0, at + 1),
        output: history.slice(at + 1, at + 2),
      });
    const input = [say("user", "Before: a and b"), ...history.slice(4), say("user", "e")];
    const { messages } = addCall(threads, {
      name: "chat",
      agent: "",
      input,
      output: [say("assistant", "e!")],
    });
    expect(messages).toEqual([say("user", "e"), say("assistant", "e!")]);
  });
});
