import { isTriopsError } from "@triops/kernel/errors";
import { spanCondition } from "@triops/telemetry/traces/filter";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseTraceQuery } from "./query.ts";

describe("the search language of traces", () => {
  it("reads services, durations, statuses, attributes and text", () => {
    const column = (name: string, op: string, value: string) => ({
      kind: "compare",
      field: { kind: "column", name },
      op,
      value,
    });
    expect(
      parseTraceQuery('service:checkout duration>500ms status:error attr.http.route=/pay "no stock"'),
    ).toEqual({
      kind: "all",
      parts: [
        column("service", "=", "checkout"),
        column("duration", ">", "500ms"),
        column("status", "=", "error"),
        { kind: "compare", field: { kind: "attribute", key: "http.route" }, op: "=", value: "/pay" },
        { kind: "text", text: "no stock" },
      ],
    });
  });

  it.each([
    ["duration>500ms", "duration_ns > 500000000"],
    ["duration<=1.5s", "duration_ns <= 1500000000"],
    ["duration>=250us", "duration_ns >= 250000"],
    ["duration<2m", "duration_ns < 120000000000"],
    ["duration>20", "duration_ns > 20000000"],
  ])("understands %s", (query, sql) => {
    expect(spanCondition(parseTraceQuery(query)).sql).toContain(sql);
  });

  it.each([
    "duration>soon",
    "duration>-1ms",
    "duration>1e9s",
    "status:bad",
    "kind>server",
    "event>x",
    "operation>a",
  ])("refuses %s with a reason", (query) => {
    expect(() => spanCondition(parseTraceQuery(query))).toThrow();
  });

  it("answers any text with a condition that holds nothing the person wrote, or a clear refusal", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "(",
        ")",
        '"',
        "-",
        "OR",
        "NOT",
        "duration>",
        "status:",
        "attr.x=",
        "*",
        ":",
        "\\",
        " ",
      ),
      fc.constantFrom("event:e*", "5ms", "error", "parent:a", "http.route=*", "'); DROP TABLE spans --"),
      fc.string({ unit: "binary", maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        try {
          const { sql, params } = spanCondition(parseTraceQuery(pieces.join("")));
          for (const name of Object.keys(params)) expect(sql).toContain(`{${name}:String}`);
          // Names of ours, digits and signs only.
          expect(sql).toMatch(/^[\w\s(){}:[\],.'%!=<>+-]*$/);
        } catch (error) {
          expect(isTriopsError(error) && error.code).toBe("invalid");
        }
      }),
      { numRuns: 500 },
    );
  });
});
