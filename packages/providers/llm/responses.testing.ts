import fc from "fast-check";
import { type Fields, fieldsOf, listOf, textOf } from "./fields.ts";

const text = fc.string({ minLength: 1, maxLength: 30, unit: "grapheme" });
const word = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
const args = fc
  .dictionary(fc.string({ maxLength: 6 }), fc.oneof(text, fc.integer(), fc.boolean()), {
    maxKeys: 3,
    noNullPrototype: true,
  })
  .map((value) => JSON.stringify(value));

/** Whole characters, so that no piece of a text is half of one. */
const cut = (whole: string, size: number): string[] => {
  const letters = [...whole];
  const pieces: string[] = [];
  for (let at = 0; at < letters.length; at += size) pieces.push(letters.slice(at, at + size).join(""));
  return pieces;
};

const fields = { text: "content", refusal: "refusal", thought: "reasoning_content" } as const;

type Said =
  | { kind: "text" | "refusal" | "thought"; text: string }
  | { kind: "calls"; calls: { id: string; name: string; arguments: string }[] };

const said: fc.Arbitrary<Said> = fc.oneof(
  fc.record({ kind: fc.constantFrom("text" as const, "refusal" as const, "thought" as const), text }),
  fc.record({
    kind: fc.constant("calls" as const),
    // Makers that give no ids, or one twice, are among them.
    calls: fc.array(fc.record({ id: fc.oneof(fc.constant(""), word), name: word, arguments: args }), {
      minLength: 1,
      maxLength: 3,
    }),
  }),
);
const usage = fc.option(fc.record({ prompt_tokens: fc.nat(9_999), completion_tokens: fc.nat(9_999) }), {
  nil: null,
});

/**
 * Answers as makers stream them: texts, refusals, thoughts and calls in any order, cut anywhere, calls mixed with each
 * other; and why they ended.
 */
export const chatStreams = fc
  .record({
    turns: fc.array(said, { maxLength: 5 }),
    size: fc.integer({ min: 1, max: 9 }),
    mixed: fc.boolean(),
    finish: fc.constantFrom("stop", "length", "tool_calls", "content_filter"),
    usage,
  })
  .map(({ turns, size, mixed, finish, usage }) => {
    let calls = 0;
    const deltas = turns.flatMap((turn): Fields[] => {
      if (turn.kind !== "calls") return cut(turn.text, size).map((piece) => ({ [fields[turn.kind]]: piece }));
      const begun = turn.calls.map(({ id, name, arguments: whole }) => {
        const index = calls++;
        return [
          { tool_calls: [{ index, id, type: "function", function: { name, arguments: "" } }] },
          ...cut(whole, size).map((piece) => ({
            tool_calls: [{ index, function: { arguments: piece } }],
          })),
        ];
      });
      return mixed ? zipped(begun) : begun.flat();
    });
    const chunk = (delta: Fields, reason: string | null = null): Fields => ({
      id: "chatcmpl-1",
      model: "some-model",
      choices: [{ index: 0, delta, finish_reason: reason }],
    });
    const chunks = [
      chunk({ role: "assistant", content: "" }),
      ...deltas.map((delta) => chunk(delta)),
      chunk({}, finish),
      ...(usage ? [{ id: "chatcmpl-1", choices: [], usage }] : []),
    ];
    return { turns, chunks, finish, usage };
  });

/** One of each in turns. */
const zipped = (lists: Fields[][]): Fields[] => {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list.slice(at, at + 1))).flat();
};

/** What a response says, whatever its items are called. */
export function saidIn(response: Fields) {
  const items = listOf(response.output).map(fieldsOf);
  const parts = items.filter((item) => item.type === "message").flatMap((item) => listOf(item.content));
  const textsOf = (list: readonly unknown[], name: string) =>
    list.map((part) => textOf(fieldsOf(part)[name])).join("");
  return {
    text: textsOf(parts, "text"),
    refusal: textsOf(parts, "refusal"),
    thought: items
      .filter((item) => item.type === "reasoning")
      .map((item) => textsOf(listOf(item.summary), "text"))
      .join(""),
    calls: items
      .filter((item) => item.type === "function_call")
      .map((item) => ({ name: item.name, arguments: item.arguments })),
    status: response.status,
    incomplete: response.incomplete_details,
    usage: response.usage,
  };
}
