import { describe, expect, it } from "vitest";
import { schemaFault, uncheckedKeywords, valueFaults } from "./json-schema.ts";
import { labelFault, nameFault, parseReference } from "./names.ts";

const messages = (schema: unknown, value: unknown) =>
  valueFaults(schema, value).map(({ path, message }) => `${path}: ${message}`);

describe("values against a schema", () => {
  it.each([
    [{ type: "string" }, 1, [": expected text, got a number"]],
    [{ type: ["string", "null"] }, null, []],
    [{ type: "integer" }, 1.5, [": expected a whole number, got a number"]],
    [{ enum: ["a", "b"] }, "c", [': is none of "a", "b"']],
    [{ const: { a: 1 } }, { a: 1 }, []],
    [{ type: "string", minLength: 2, maxLength: 3 }, "👋", [": has fewer than 2 characters"]],
    [{ minimum: 1, exclusiveMaximum: 3 }, 3, [": is not below 3"]],
    [{ multipleOf: 0.1 }, 0.3, []],
    [
      { type: "array", items: { type: "number" }, minItems: 2 },
      ["x"],
      [": has fewer than 2 items", "[0]: expected a number, got text"],
    ],
    [{ uniqueItems: true }, [1, 1], [": holds something twice"]],
    [{ required: ["a"], properties: { a: {} } }, {}, ["a: is missing"]],
    [{ properties: { a: { type: "string" } } }, { a: 1, b: 2 }, ["a: expected text, got a number"]],
    [{ additionalProperties: false, properties: {} }, { b: 2 }, ["b: is not expected"]],
    [{ anyOf: [{ type: "string" }, { type: "number" }] }, true, [": fits none of the alternatives"]],
    [{ oneOf: [{ type: "number" }, { minimum: 0 }] }, 1, [": does not fit exactly one of the alternatives"]],
    [{ not: { type: "string" } }, "x", [": is what the schema rules out"]],
    [{ $ref: "#/$defs/name", $defs: { name: { type: "string" } } }, 1, [": expected text, got a number"]],
    [false, 1, [": is not expected"]],
  ])("%j says of %j what is wrong", (schema, value, faults) => {
    expect(messages(schema, value)).toEqual(faults);
  });

  it("ends for a schema that refers to itself without end", () => {
    const bomb = { anyOf: [{ $ref: "#" }, { $ref: "#" }], not: { $ref: "#" } };
    expect(valueFaults(bomb, { a: 1 }).length).toBeLessThanOrEqual(50);
  });
});

describe("a schema", () => {
  it("is refused in words when it is none", () => {
    expect(schemaFault({ type: "text" })).toContain('"type" is one of');
    expect(schemaFault({ properties: { a: { required: "x" } } })).toBe('"required" is a list of names');
    expect(schemaFault({ type: "object", properties: { a: true } })).toBeNull();
  });
  it("has its unchecked keywords named", () => {
    expect(uncheckedKeywords({ properties: { a: { pattern: "x", title: "A" } }, if: {} })).toEqual([
      "if",
      "pattern",
    ]);
  });
});

describe("names", () => {
  it.each(["a", "folder/a b", "ä.1-2_3"])("%s is one", (name) => expect(nameFault(name)).toBeNull());
  it.each(["", " a", "a/", "/a", "a//b", "a/../b", "a|b", "a@b", "a\nb", "x".repeat(201)])(
    "%j is none",
    (name) => {
      expect(nameFault(name)).not.toBeNull();
    },
  );
  it.each(["latest", "Prod", "12", "a b", ""])("%j is no label", (label) =>
    expect(labelFault(label)).not.toBeNull(),
  );
  it("are referred to by label or version", () => {
    expect(parseReference("a/b@staging")).toEqual({ name: "a/b", label: "staging" });
    expect(parseReference("a/b@3")).toEqual({ name: "a/b", version: 3 });
    expect(parseReference("a/b")).toEqual({ name: "a/b" });
  });
});
