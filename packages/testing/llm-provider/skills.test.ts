import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { behaviourOf, takeSentinels } from "./behaviour.ts";
import type { Conversation, Turn } from "./conversation.ts";
import { answerTo } from "./skills/answer.ts";
import { fill } from "./skills/extract.ts";
import { sentimentOf } from "./skills/sentiment.ts";
import { piecesOf, tokensOf } from "./tokens.ts";
import { embed } from "./wire/embeddings.ts";

const turn = (role: Turn["role"], text: string): Turn => ({ role, text, attachedTokens: 0, cacheUpTo: null });

const conversation = (said: string, more: Partial<Conversation> = {}): Conversation => ({
  model: "demo-small",
  turns: [turn("user", said)],
  tools: [],
  toolChoice: "auto",
  parallelTools: true,
  format: "text",
  outputTokensMax: null,
  stop: [],
  effort: 0,
  ...more,
});

const said = (text: string, more: Partial<Conversation> = {}) =>
  answerTo(conversation(text, more), null).text;

describe("skills", () => {
  test.each([
    ["I love it, works great", "positive"],
    ["Terrible, it crashed and support was rude", "negative"],
    ["The box is blue", "neutral"],
    ["This is not good", "negative"],
    ["never disappointed", "positive"],
  ])("the sentiment of %j is %s", (text, label) => {
    expect(sentimentOf(text).label).toBe(label);
  });

  test("classifies what follows the colon", () => {
    expect(said("Classify the sentiment: the delivery was late and the box broken")).toBe("negative");
  });

  test("translates its lexicon word for word and leaves other words", () => {
    expect(said("Translate to German: Hello world, thank you Zaphod")).toBe("Hallo Welt, danke dir Zaphod");
  });

  test("answers from the context, with its sentence", () => {
    const prompt =
      "Context: The warehouse is in Hamburg. Support opens at nine.\nQuestion: Where is the warehouse?";
    expect(said(prompt)).toBe("The warehouse is in Hamburg.");
  });

  test("says so when the context does not tell", () => {
    const prompt = "Context: The warehouse is in Hamburg.\nQuestion: How old are dolphins?";
    expect(said(prompt)).toBe("I cannot answer that from the given context.");
  });

  test("judges a right answer above a wrong one", () => {
    const judged = (answer: string) =>
      Number(
        /Score: (\d)/.exec(
          said(
            `Grade the answer.\nQuestion: Where?\nAnswer: ${answer}\nReference: The warehouse is in Hamburg`,
          ),
        )?.[1],
      );
    expect(judged("The warehouse is in Hamburg")).toBe(5);
    expect(judged("Dolphins swim")).toBe(1);
  });

  test("extracts the fields that are asked for", () => {
    const prompt =
      "Extract the name, email and amount: Ada Lovelace (ada@example.com) paid 42.50 EUR on 2026-03-01";
    expect(JSON.parse(said(prompt))).toEqual({
      name: "Ada Lovelace",
      email: "ada@example.com",
      amount: 42.5,
    });
  });

  test("a schema is filled from the text, with its enums, lists and references", () => {
    const schema = {
      type: "object",
      $defs: { place: { type: "object", properties: { city: { type: "string" } } } },
      properties: {
        invoice_number: { type: "string" },
        urgency: { enum: ["low", "high"] },
        total: { type: "number", minimum: 0 },
        place: { $ref: "#/$defs/place" },
        tags: { type: "array", items: { type: "string" }, minItems: 2 },
        note: { anyOf: [{ type: "null" }, { const: "fixed" }] },
      },
    };
    const text = "Invoice INV-2041 of high urgency was sent to Berlin, total: 1,250.75";
    expect(fill(schema, text)).toMatchObject({
      invoice_number: "INV-2041",
      urgency: "high",
      total: 1250.75,
      place: { city: "Berlin" },
      note: "fixed",
    });
  });

  test("a schema that refers to itself ends", () => {
    const schema = { type: "object", properties: { child: { $ref: "#" } } };
    expect(JSON.stringify(fill(schema, "x")).length).toBeLessThan(1_000);
  });

  test("any schema and text is answered, never thrown at", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), (schema, text) => {
        answerTo(conversation(text, { format: { schema } }), null);
      }),
    );
  });

  test("the same conversation has the same answer", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(answerTo(conversation(text), null)).toEqual(answerTo(conversation(text), null));
      }),
    );
  });

  test("an answer is cut at the limit, thoughts included", () => {
    const answer = answerTo(conversation("x", { outputTokensMax: 7, effort: 1 }), 500);
    expect(tokensOf(answer.reasoning + answer.text)).toHaveLength(7);
    expect(answer.finish).toBe("length");
  });

  test("an answer ends before a stop sequence", () => {
    const answer = answerTo(conversation("Translate to German: red house", { stop: ["Haus"] }), null);
    expect(answer).toMatchObject({ text: "rot ", finish: "stop_sequence", stopSequence: "Haus" });
  });
});

describe("streams", () => {
  test("the pieces are the whole, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(tokensOf(text).join("")).toBe(text);
        expect(piecesOf(text).join("")).toBe(text);
      }),
    );
  });
});

describe("embeddings", () => {
  test("texts that share words are nearer than texts that do not", () => {
    const near = (a: string, b: string) => {
      const other = embed(b, 256);
      return embed(a, 256).reduce((sum, value, i) => sum + value * (other[i] ?? 0), 0);
    };
    expect(near("refund for a broken lamp", "broken lamp, refund")).toBeGreaterThan(0.8);
    expect(near("refund for a broken lamp", "weather over Oslo")).toBeLessThan(0.4);
  });
});

describe("behaviour", () => {
  test("is asked for in the text, which is answered without it", () => {
    const taken = takeSentinels("Hello [[demo: latency=20 cut=3]] there [[demo: usage=off]]");
    expect(taken.text).toBe("Hello  there");
    expect(behaviourOf(taken.words)).toMatchObject({ latencyMs: 20, cutAfter: 3, usage: false });
  });

  test("an impossible status is none", () => {
    expect(behaviourOf("status=200").status).toBeNull();
    expect(behaviourOf("status=abc").status).toBeNull();
  });
});
