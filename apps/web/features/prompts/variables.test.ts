import { describe, expect, it } from "vitest";
import { declare, valuesOf, variablesIn } from "./variables.ts";

const template = "Hello {{name}}, you are {{age}}.{{#vip}} Welcome back!{{/vip}}";

describe("variablesIn", () => {
  it("lists what a template takes, and which of it may be absent", () => {
    expect(variablesIn(template, null).variables.map(({ name, required }) => [name, required])).toEqual([
      ["name", true],
      ["age", true],
      ["vip", false],
    ]);
  });

  it("says why a template cannot be read", () => {
    expect(variablesIn("Hello {{name", null).fault).toMatch(/never closed/);
  });

  it("shows a placeholder as a list of messages", () => {
    const { variables } = variablesIn([{ type: "placeholder", name: "history" }], null);
    expect(variables).toMatchObject([{ name: "history", type: "messages", required: true }]);
  });
});

describe("declare", () => {
  it("gives one variable a type and leaves the others to the template", () => {
    const declared = declare(template, null, "age", { type: "integer" });
    const { variables } = variablesIn(template, declared);
    expect(variables.map(({ name, type, required }) => [name, type, required])).toEqual([
      ["name", "text", true],
      ["age", "integer", true],
      ["vip", "any", false],
    ]);
  });

  it("lets one be left out", () => {
    const declared = declare(template, null, "age", { required: false });
    const age = variablesIn(template, declared).variables.find(({ name }) => name === "age");
    expect(age?.required).toBe(false);
  });
});

it("reads what was typed by its type, and leaves out what was not filled in", () => {
  const declared = declare(template, null, "age", { type: "integer" });
  const { variables } = variablesIn(template, declared);
  expect(valuesOf(variables, { name: "Ada", age: "36", vip: "" })).toEqual({ name: "Ada", age: 36 });
  expect(valuesOf(variables, { name: "", age: "old", vip: "true" })).toEqual({
    name: "",
    age: "old",
    vip: true,
  });
});
