import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { schemaFault, valueFaults } from "./validator.ts";

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
    [
      { uniqueItems: true },
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
      [": holds something twice"],
    ],
    [{ required: ["a"], properties: { a: {} } }, {}, ["a: is missing"]],
    [{ properties: { a: { type: "string" } } }, { a: 1, b: 2 }, ["a: expected text, got a number"]],
    [{ additionalProperties: false, properties: {} }, { b: 2 }, ["b: is not expected"]],
    [{ anyOf: [{ type: "string" }, { type: "number" }] }, true, [": fits none of the alternatives"]],
    [{ oneOf: [{ type: "number" }, { minimum: 0 }] }, 1, [": does not fit exactly one of the alternatives"]],
    [{ not: { type: "string" } }, "x", [": is what the schema rules out"]],
    [{ $ref: "#/$defs/a~1b", $defs: { "a/b": { type: "string" } } }, 1, [": expected text, got a number"]],
    [false, 1, [": is not expected"]],
    [{ pattern: "^\\d{3}$" }, "12", [": does not match the pattern ^\\d{3}$"]],
    [{ pattern: "^[a-z]$" }, "b", []],
    [
      { patternProperties: { "^x-": { type: "number" } } },
      { "x-a": "1" },
      ["x-a: expected a number, got text"],
    ],
    [{ format: "email" }, "nobody", [": is not an e-mail address"]],
    [{ format: "date" }, "2026-02-29", [": is not a date such as 2026-11-23"]],
    [{ format: "a-word-of-my-own" }, "x", []],
    [
      {
        if: { properties: { kind: { const: "card" } } },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: { required: ["number"] },
        else: { required: ["iban"] },
      },
      { kind: "card" },
      ["number: is missing"],
    ],
    [{ dependentRequired: { a: ["b"] } }, { a: 1 }, ["b: is missing beside a"]],
    [
      { propertyNames: { maxLength: 1 } },
      { ab: 1 },
      [': has a field named "ab", which must NOT have more than 1 characters'],
    ],
    [{ contains: { type: "number" } }, ["a"], [": does not hold what it must"]],
    [{ prefixItems: [{ type: "string" }], items: false }, ["a", 1], [": must NOT have more than 1 items"]],
    [
      { $schema: "http://json-schema.org/draft-07/schema#", items: [{ type: "string" }] },
      [1],
      ["[0]: expected text, got a number"],
    ],
    [{ unevaluatedProperties: false, allOf: [{ properties: { a: {} } }] }, { b: 1 }, ["b: is not expected"]],
  ])("%j says of %j what is wrong", (schema, value, faults) => {
    expect(messages(schema, value)).toEqual(faults);
  });

  it("follows a schema into itself as deep as the value goes", () => {
    const tree = {
      type: "object",
      properties: { next: { $ref: "#" }, name: { type: "string" } },
      required: ["name"],
    };
    expect(messages(tree, { name: "a", next: { next: {} } })).toEqual([
      "next.name: is missing",
      "next.next.name: is missing",
    ]);
  });

  it("tells patterns apart that stand in one schema", () => {
    const schema = { properties: { a: { pattern: "^a$" }, b: { pattern: "^b$" } } };
    expect(messages(schema, { a: "a", b: "a" })).toEqual(["b: does not match the pattern ^b$"]);
  });
});

describe("a schema", () => {
  it.each([
    [{ type: "text" }, "type"],
    [{ properties: { a: { required: "x" } } }, "properties.a.required expected a list, got text"],
    [[], "A schema is a JSON object"],
    [{ $ref: "https://example.com/schema.json" }, "is not followed"],
    [{ properties: { a: { $ref: "file:///etc/passwd" } } }, "is not followed"],
    [{ $ref: "#/nowhere" }, "is no part of the schema"],
    [{ default: { a: {} }, $ref: "#/default" }, "is no part of the schema"],
    [{ pattern: "(?!a)b" }, 'The pattern "(?!a)b" cannot be used'],
    [{ patternProperties: { "(a)\\1": {} } }, "cannot be used"],
    [{ pattern: "((a{1,100}){1,100}){1,100}" }, "cannot be used"],
    [{ properties: { a: { $id: "https://example.com/a" } } }, '"$id" is for the whole schema only'],
    [{ enum: ["x".repeat(100_001)] }, "At most 100000 characters"],
    [{ allOf: Array.from({ length: 2_100 }, () => ({})) }, "more than 1000 parts"],
    [Array.from({ length: 50 }).reduce<object>((inner) => ({ not: inner }), {}), "nested too deeply"],
    [Array.from({ length: 50_000 }).reduce<object>((inner) => ({ a: inner }), {}), "nested too deeply"],
  ])("is refused in words: %#", (schema, words) => {
    expect(schemaFault(schema)).toContain(words);
  });

  it("may have an id, a draft and remarks, and names that mean something to JavaScript", () => {
    const schema = {
      $id: "https://example.com/x",
      $schema: "https://json-schema.org/draft/2020-12/schema",
      properties: { constructor: { type: "string" }, toString: { $anchor: "t", type: "number" } },
      "x-ours": true,
    };
    expect(schemaFault(schema)).toBeNull();
    expect(schemaFault({ ...schema, title: "the same id again" })).toBeNull();
    expect(messages(schema, { constructor: 1, toString: 1 })).toEqual([
      "constructor: expected text, got a number",
    ]);
    expect(messages({ required: ["valueOf", "a"] }, { a: 1 })).toEqual(["valueOf: is missing"]);
  });
});

describe("a hostile schema", () => {
  const deep = (levels: number) =>
    Array.from({ length: levels }).reduce<object>((inner) => ({ a: inner }), {});
  const ladder = Object.fromEntries(
    Array.from({ length: 30 }, (_, at) => [
      `s${at}`,
      at === 29
        ? { type: "string" }
        : { anyOf: [{ $ref: `#/$defs/s${at + 1}` }, { $ref: `#/$defs/s${at + 1}` }] },
    ]),
  );
  const twice = { properties: { a: { anyOf: [{ $ref: "#" }, { allOf: [{ $ref: "#" }, false] }] } } };
  it.each([
    [{ $ref: "#" }, { a: 1 }],
    [{ anyOf: [{ $ref: "#" }, { $ref: "#" }], not: { $ref: "#" } }, { a: 1 }],
    [{ $ref: "#/$defs/s0", $defs: ladder }, 1],
    [{ allOf: [twice, { not: twice }], ...twice, $comment: "the same below" }, deep(40)],
    [{ uniqueItems: true }, Array.from({ length: 1_100_000 }, (_, at) => at)],
    [{ items: { required: Array.from({ length: 2_000 }, (_, at) => `f${at}`) } }, Array(100_000).fill({})],
    [{ items: { pattern: "(a|b|ab)*c(x?){200}$" } }, Array(2_000).fill("ab".repeat(2_000))],
    [{ items: { format: "url" } }, Array(2_000).fill(`http://${"a-".repeat(1_000)}`)],
    [{ items: { format: "email" } }, Array(2_000).fill(`a@${"a".repeat(2_000)}`)],
  ])("is given up, and not waited for: %#", (schema, value) => {
    expect(messages(schema, value)).toEqual([": is more than can be checked against this schema"]);
  });

  it("brings nothing into the process, whatever it holds and whatever is held against it", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (schema, value) => {
        const fault = schemaFault(schema);
        expect(fault === null || typeof fault === "string").toBe(true);
        for (const { path, message } of valueFaults(schema, value))
          expect(typeof `${path}${message}`).toBe("string");
        const hostile = { properties: { "`];process.exit();//": schema, 'a"\n': { const: value } } };
        expect(Array.isArray(valueFaults(hostile, { "`];process.exit();//": value, 'a"\n': value }))).toBe(
          true,
        );
      }),
      { numRuns: 150 },
    );
  });
});
