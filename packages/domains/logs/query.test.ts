import { isTriopsError } from "@triops/kernel/errors";
import {
  type LogField,
  type LogFilter,
  logColumnNames,
  logCondition,
  logOperators,
} from "@triops/telemetry/logs/filter";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseLogField, parseLogQuery, printLogQuery } from "./query.ts";

const text = (word: string): LogFilter => ({ kind: "text", text: word });
const column = (name: (typeof logColumnNames)[number], op: "=" | ">=", value: string): LogFilter => ({
  kind: "compare",
  field: { kind: "column", name },
  op,
  value,
});

describe("the search language of logs", () => {
  it("reads fields, levels, quoted text, exclusions and attributes", () => {
    expect(parseLogQuery('service:checkout level>=warn "timed out" -health attr.user=42')).toEqual({
      kind: "all",
      parts: [
        column("service", "=", "checkout"),
        column("level", ">=", "warn"),
        text("timed out"),
        { kind: "not", part: text("health") },
        { kind: "compare", field: { kind: "attribute", key: "user" }, op: "=", value: "42" },
      ],
    });
  });

  it.each([
    ["", { kind: "all", parts: [] }],
    ["timeout", text("timeout")],
    ["a OR b", { kind: "any", parts: [text("a"), text("b")] }],
    ["a AND b", { kind: "all", parts: [text("a"), text("b")] }],
    ["(a OR b) c", { kind: "all", parts: [{ kind: "any", parts: [text("a"), text("b")] }, text("c")] }],
    ["NOT (a b)", { kind: "not", part: { kind: "all", parts: [text("a"), text("b")] } }],
    ["order - paid", { kind: "all", parts: [text("order"), text("-"), text("paid")] }],
    ["or", text("or")],
    ['"say \\"hi\\""', text('say "hi"')],
    [
      "http.status>=500",
      { kind: "compare", field: { kind: "either", key: "http.status" }, op: ">=", value: "500" },
    ],
    [
      'resource."odd key":x',
      { kind: "compare", field: { kind: "resource", key: "odd key" }, op: "=", value: "x" },
    ],
    ['"service"=x', { kind: "compare", field: { kind: "either", key: "service" }, op: "=", value: "x" }],
  ] as [string, LogFilter][])("%s", (query, expected) => {
    expect(parseLogQuery(query)).toEqual(expected);
  });

  it("knows the names that other tools give to ids", () => {
    expect(parseLogQuery("trace_id:ab12 -session_id:s1")).toEqual(parseLogQuery("trace:ab12 -session:s1"));
  });

  it.each(["(a", "a)", '"open', "service:", "NOT", "((((((((((((((((((((((((((((((((((((((((a"])(
    "says where %s is wrong",
    (query) => {
      expect(() => parseLogQuery(query)).toThrow(/at character \d+/);
    },
  );

  it("answers any text with a filter or a clear refusal, and what it made compiles or is refused clearly", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "(",
        ")",
        '"',
        "-",
        "OR",
        "AND",
        "NOT",
        "level>=",
        "attr.x=",
        "*",
        ":",
        "\\",
        " ",
        "service:a",
      ),
      fc.string({ unit: "binary", maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        try {
          const { sql, params } = logCondition(parseLogQuery(pieces.join("")));
          for (const name of Object.keys(params)) expect(sql).toContain(`{${name}:String}`);
          // Nothing the person wrote stands in the statement: names of ours, digits and signs only.
          expect(sql).toMatch(/^[\w\s(){}:[\],.'%!=<>+-]*$/);
        } catch (error) {
          expect(isTriopsError(error) && error.code).toBe("invalid");
        }
      }),
      { numRuns: 500 },
    );
  });

  it("takes a key for a key, also one that every object has", () => {
    expect(parseLogField("valueOf")).toEqual({ kind: "either", key: "valueOf" });
  });

  it("prints a filter as text that reads back as the same filter", () => {
    const key = fc.string({ minLength: 1, maxLength: 8 });
    const field: fc.Arbitrary<LogField> = fc.oneof(
      fc.constantFrom(...logColumnNames).map((name): LogField => ({ kind: "column", name })),
      fc.record({ kind: fc.constantFrom("attribute" as const, "resource" as const, "either" as const), key }),
    );
    const leaf: fc.Arbitrary<LogFilter> = fc.oneof(
      fc.record({ kind: fc.constant("text" as const), text: fc.string({ maxLength: 8 }) }),
      fc.record({
        kind: fc.constant("compare" as const),
        field,
        op: fc.constantFrom(...logOperators),
        value: fc.string({ maxLength: 8 }),
      }),
    );
    const { filter } = fc.letrec<{ filter: LogFilter }>((tie) => ({
      filter: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        leaf,
        fc.record({ kind: fc.constant("not" as const), part: tie("filter") }),
        fc.record({
          kind: fc.constantFrom("all" as const, "any" as const),
          parts: fc.array(tie("filter"), { minLength: 2, maxLength: 3 }),
        }),
      ),
    }));
    fc.assert(
      fc.property(filter, (each) => {
        expect(parseLogQuery(printLogQuery(each))).toEqual(each);
      }),
    );
  });
});
