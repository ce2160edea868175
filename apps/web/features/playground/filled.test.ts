import { expect, it } from "vitest";
import { variablesIn } from "../prompts/variables.ts";
import { filledMessages } from "./filled.ts";

const filled = (template: Parameters<typeof filledMessages>[0], values: Record<string, unknown>) =>
  filledMessages(template, variablesIn(template, null).variables, values);

it("sends what the columns send: variables in place, placeholders as their messages", () => {
  const chat = [
    { role: "system", content: "Be {{tone}}." },
    { type: "placeholder" as const, name: "history" },
    { role: "user", content: "{{question}}" },
  ];
  const history = [{ role: "user", content: "{{not a template}}" }];
  expect(filled(chat, { tone: "kind", question: "Why?", history })).toEqual([
    { role: "system", content: "Be kind." },
    ...history,
    { role: "user", content: "Why?" },
  ]);
  expect(filled("Hello {{name}}", { name: "Ada" })).toEqual([{ role: "user", content: "Hello Ada" }]);
});

it("names what nobody filled in, and leaves out what may be absent", () => {
  expect(filled("{{a}}{{#b}} and {{b}}{{/b}}", {})).toEqual([{ role: "user", content: "<a>" }]);
});

it("gives nothing for a text that cannot be read, or that other prompts are part of", () => {
  expect(filled("{{#open", {})).toBeNull();
  expect(filled("@@@langfusePrompt:name=tone|label=production@@@", {})).toBeNull();
});
