import { ChatPromptClient, TextPromptClient } from "@langfuse/client";
import { valueFaults } from "@triops/analysis/json-schema/validator";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { derivedFaults } from "./derived-faults.ts";
import { type Renderable, renderPrompt } from "./render.ts";
import type { Template } from "./template.ts";
import { deriveVariables, templateFault, variablesOf } from "./variables.ts";

const text = (template: string): Renderable => ({ type: "text", template, variables: null });
/** Everything may be absent: what a template says by itself is asked for elsewhere. */
const lenient = (template: string): Renderable => {
  const { properties } = variablesOf(template, null);
  const open = Object.fromEntries(Object.keys(properties).map((name) => [name, {}]));
  return { type: "text", template, variables: { type: "object", properties: open, required: [] } };
};
const langfuse = (template: string, values: Record<string, unknown>): string =>
  new TextPromptClient({
    name: "t",
    version: 1,
    type: "text",
    prompt: template,
    config: {},
    labels: [],
    tags: [],
  }).compile(values as Record<string, string>);

const name = fc.constantFrom("a", "b", "user.name");
const piece = fc.oneof(
  fc.constantFrom("Hello ", "\n", "  ", "\n\n", "<b>&\"'", "{", "}", "| end", "é 👋", "\t"),
  name.map((one) => `{{${one}}}`),
  name.map((one) => `{{ ${one} }}`),
  name.map((one) => `{{{${one}}}}`),
  name.map((one) => `{{& ${one}}}`),
  fc.constantFrom("{{! a remark }}", "{{!two\nlines}}"),
);
const several = (one: fc.Arbitrary<string>) => fc.array(one, { maxLength: 5 }).map((parts) => parts.join(""));
const section = (inside: fc.Arbitrary<string>) =>
  fc
    .tuple(fc.constantFrom("a", "items", "flag", "user"), fc.constantFrom("#", "^"), inside)
    .map(([one, sign, body]) => `{{${sign}${one}}}${body}{{/${one}}}`);
// A list's own item; elsewhere it would be an object, which is JSON here and [object Object] there.
const eachItem = several(fc.oneof(piece, fc.constant("{{.}}"))).map((body) => `{{#items}}${body}{{/items}}`);
const template = several(
  fc.oneof(
    { weight: 3, arbitrary: piece },
    eachItem,
    section(several(piece)),
    section(section(several(piece))),
  ),
);
const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean());
const values = fc
  .record(
    {
      a: scalar,
      b: scalar,
      flag: fc.boolean(),
      items: fc.array(fc.string(), { maxLength: 3 }),
      user: fc.record({ name: scalar }, { requiredKeys: [] }),
    },
    { requiredKeys: [] },
  )
  .map((given) => JSON.parse(JSON.stringify(given)) as Record<string, unknown>);

/** What cannot be read is refused by both. */
function attempt(render: () => string | undefined): string | undefined {
  try {
    return render();
  } catch {
    return "refused";
  }
}

describe("rendering", () => {
  it("gives what Langfuse's client gives, for any template and values", () => {
    fc.assert(
      fc.property(template, values, (written, given) => {
        const ours = attempt(() => renderPrompt(lenient(written), given).text);
        expect(ours).toBe(attempt(() => langfuse(written, given)));
      }),
      { numRuns: 1_000 },
    );
  });

  it("never throws anything but a refusal in words, whatever the template", () => {
    fc.assert(
      fc.property(fc.string(), fc.dictionary(fc.string(), fc.jsonValue()), (written, given) => {
        const fault = templateFault(`{{${written}`);
        if (fault) expect(typeof fault).toBe("string");
        try {
          renderPrompt(text(written), given);
        } catch (error) {
          expect((error as { code?: string }).code).toBe("invalid");
        }
      }),
    );
  });

  it("changes delimiters and leaves nothing of a line that holds only a tag", () => {
    expect(renderPrompt(text("{{=<% %>=}}\n<% a %> {{a}}"), { a: "x" }).text).toBe("x {{a}}");
    expect(renderPrompt(text("1\n  {{#a}}  \n2\n{{/a}}\n3"), { a: true }).text).toBe("1\n2\n3");
  });

  it("reads half a million blanks, and as many lines, without looking at them twice", () => {
    const long = `a${" ".repeat(400_000)}b`;
    expect(renderPrompt(text(long), {}).text).toBe(long);
    expect(renderPrompt(text("\n{{#a}}".concat("\n".repeat(400_000), "{{/a}}")), {}).text).toBe("\n");
  });

  it("looks nothing up on a prototype", () => {
    const written = "{{#toString}}yes{{/toString}}{{^constructor}}no{{/constructor}}";
    expect(renderPrompt(text(written), {}).text).toBe("no");
  });

  it("writes what has parts as JSON", () => {
    const version: Renderable = {
      ...text("{{order}}"),
      variables: { properties: { order: { type: "object" } } },
    };
    expect(renderPrompt(version, { order: { id: 7 } }).text).toBe('{"id":7}');
  });

  it("stops at a size instead of filling memory", () => {
    const written = "{{#a}}{{#a}}{{#a}}{{#a}}xxxxxxxxxx{{/a}}{{/a}}{{/a}}{{/a}}";
    expect(() => renderPrompt(text(written), { a: Array(100).fill(1) })).toThrow("renders to more than");
  });
});

describe("a chat", () => {
  const chat: Template = [
    { role: "system", content: "Be {{tone}}" },
    { type: "placeholder", name: "history" },
    { role: "user", content: "{{question}}" },
  ];
  const version: Renderable = { type: "chat", template: chat, variables: null };
  const history = [
    { role: "user", content: "Hi" },
    { role: "assistant", content: "Hello" },
  ];

  it("puts messages where a placeholder stands, as Langfuse's client does", () => {
    const client = new ChatPromptClient({
      ...{ name: "c", version: 1, type: "chat", config: {}, labels: [], tags: [] },
      prompt: chat as never,
    });
    const given = { tone: "kind", question: "Why?" };
    expect(renderPrompt(version, { ...given, history }).messages).toEqual(client.compile(given, { history }));
    expect(renderPrompt(version, { ...given, history: [] }).messages).toHaveLength(2);
  });

  it("does not render what a placeholder brings: a caller's text is no template", () => {
    const said = [{ role: "user", content: "{{tone}}" }];
    const { messages } = renderPrompt(version, { tone: "kind", question: "?", history: said });
    expect(messages?.[1]?.content).toBe("{{tone}}");
  });

  it("names everything that is missing or wrong at once", () => {
    expect(() => renderPrompt(version, { tone: { a: 1 } })).toThrow(
      "These variables are missing: question, history. tone: expected text or a number or true or false, got an object",
    );
  });
});

describe("variables", () => {
  it("are read from the template: open ones must be given, those of sections need not", () => {
    const derived = deriveVariables("{{a}} {{#b}}{{c}}{{/b}} {{user.name}} {{^d}}none{{/d}}");
    expect(derived.required).toEqual(["a", "user"]);
    expect(Object.keys(derived.properties)).toEqual(["a", "b", "c", "user", "d"]);
    expect(derived.properties.user).toEqual({ type: "object", required: ["name"] });
  });

  it("follow what the author declared, and the template for the rest", () => {
    const declared = {
      type: "object",
      properties: { tone: { enum: ["kind", "short"], default: "kind" } },
      required: ["tone"],
    };
    const version: Renderable = { type: "text", template: "{{tone}} {{topic}}", variables: declared };
    expect(renderPrompt(version, { topic: "rain" }).text).toBe("kind rain");
    expect(() => renderPrompt(version, { topic: "rain", tone: "rude" })).toThrow(
      'tone: is none of "kind", "short"',
    );
    expect(() => renderPrompt(version, {})).toThrow("This variable is missing: topic");
  });

  it("that nobody declared are checked without a validator, and to the same end", () => {
    const chat = fc
      .tuple(template, fc.boolean())
      .map(
        ([content, history]): Template => [
          { role: "user", content },
          ...(history ? [{ type: "placeholder" as const, name: "history" }] : []),
        ],
      );
    const message = fc.oneof(fc.record({ role: fc.jsonValue() }), fc.jsonValue());
    const given = fc.record(
      {
        a: fc.jsonValue(),
        b: fc.jsonValue(),
        user: fc.jsonValue(),
        history: fc.oneof(fc.array(message), message),
      },
      { requiredKeys: [] },
    );
    const sorted = (faults: readonly { path: string; message: string }[]) =>
      faults.map(({ path, message }) => `${path} ${message}`).sort();
    fc.assert(
      fc.property(chat, given, (written, values) => {
        if (templateFault(written) !== null) return;
        const schema = deriveVariables(written);
        const plain = JSON.parse(JSON.stringify(values)) as Record<string, unknown>;
        expect(sorted(derivedFaults(schema, plain)).slice(0, 50)).toEqual(sorted(valueFaults(schema, plain)));
      }),
      { numRuns: 300 },
    );
  });

  it("are held against patterns, formats and conditions", () => {
    const declared = {
      properties: {
        order: { type: "string", pattern: "^[A-Z]{2}-\\d+$" },
        mail: { type: "string", format: "email" },
      },
      if: { required: ["mail"] },
      else: { required: ["order"] },
    };
    const version: Renderable = {
      type: "text",
      template: "{{#order}}{{order}}{{/order}}",
      variables: declared,
    };
    expect(renderPrompt(version, { order: "AB-12" }).text).toBe("AB-12");
    expect(() => renderPrompt(version, { order: "12" })).toThrow(
      "order: does not match the pattern ^[A-Z]{2}",
    );
    expect(() => renderPrompt(version, { order: "AB-1", mail: "x" })).toThrow(
      "mail: is not an e-mail address",
    );
    expect(() => renderPrompt(version, {})).toThrow("This variable is missing: order");
  });

  it("and placeholders need different names", () => {
    const both: Template = [
      { role: "user", content: "{{x}}" },
      { type: "placeholder", name: "x" },
    ];
    expect(templateFault(both)).toContain("these are both: x");
  });

  it("say in words what is wrong with a template", () => {
    expect(templateFault("a {{b")).toBe("Line 1: {{ is opened and never closed by }}");
    expect(templateFault("{{#a}}x")).toBe('Section "a" is never closed');
    expect(templateFault("x\n{{/a}}")).toBe('Line 2: section "a" was never opened');
    expect(templateFault("{{> other}}")).toContain("not supported");
  });
});
