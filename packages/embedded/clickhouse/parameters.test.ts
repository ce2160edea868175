import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quoteName, quoteString, renderNested, unescapeText } from "./literals.ts";
import { renderParameter, substituteParameters } from "./parameters.ts";
import { tokens } from "./sql-text.ts";

const fill = (sql: string, values: Record<string, string>) =>
  substituteParameters(sql, new Map(Object.entries(values)));

describe("substituteParameters", () => {
  it("replaces parameters only where they are SQL", () => {
    const sql = "SELECT {a:UInt8}, '{a:UInt8}', `{a:UInt8}` -- {a:UInt8}\n/* {a:UInt8} */ FROM t";
    expect(fill(sql, { a: "7" })).toBe(
      "SELECT CAST('7' AS UInt8), '{a:UInt8}', `{a:UInt8}` -- {a:UInt8}\n/* {a:UInt8} */ FROM t",
    );
  });

  it("leaves map literals and lambdas alone", () => {
    const sql = "SELECT {'k': 1}, arrayMap(x -> x, [1])";
    expect(fill(sql, {})).toBe(sql);
  });

  it("refuses a missing value with ClickHouse's code 456", () => {
    expect(() => fill("SELECT { a : String }", {})).toThrow(expect.objectContaining({ code: 456 }));
  });
});

describe("renderParameter", () => {
  it.each([
    ["String", "it\\'s\\t\\\\", "CAST('it\\'s\t\\\\' AS String)"],
    ["Nullable(String)", "\\N", "CAST(NULL AS Nullable(String))"],
    ["LowCardinality(Nullable(String))", "\\N", "CAST(NULL AS LowCardinality(Nullable(String)))"],
    ["Nullable(String)", "NULL", "CAST('NULL' AS Nullable(String))"],
    ["DateTime64(3, 'UTC')", "1700000000.123", "CAST('1700000000.123' AS DateTime64(3, 'UTC'))"],
    ["Identifier", "a`; DROP", "`a\\`; DROP`"],
    ["Array(String)", "['a','b\\'c',NULL]", "CAST(['a','b\\'c',NULL] AS Array(String))"],
    ["Array(Array(UInt8))", "[[1],[]]", "CAST([['1'],[]] AS Array(Array(UInt8)))"],
    ["Tuple(UInt8, String)", "(1,'x,)')", "CAST(tuple('1','x,)') AS Tuple(UInt8, String))"],
    ["Map(String, UInt8)", "{'a':1,'}':2}", "CAST(map('a','1','}','2') AS Map(String, UInt8))"],
    ["Map(String, Array(UInt8))", "{}", "CAST(map() AS Map(String, Array(UInt8)))"],
    ["Array(Bool)", "[TRUE,FALSE]", "CAST(['TRUE','FALSE'] AS Array(Bool))"],
  ])("%s of %s", (type, text, expected) => {
    expect(renderParameter("p", type, text)).toBe(expected);
  });

  it.each([
    ["UInt8", "\\N"],
    ["Array(UInt8)", "[1"],
    ["Array(UInt8)", "[1] OR 1=1"],
    ["Array(UInt8)", "1) OR (1"],
    ["Tuple(UInt8)", "('a"],
    ["Map(String, UInt8)", "{'a'}"],
    ["Identifier", ""],
    ["Array(UInt8)", `${"[".repeat(100)}${"]".repeat(100)}`],
  ])("refuses %s of %s", (type, text) => {
    expect(() => renderParameter("p", type, text)).toThrow(expect.objectContaining({ code: 457 }));
  });
});

describe("hostile values", () => {
  // The property that keeps data from becoming SQL: whatever the value, the tokenizer of the same grammar sees one
  // string (or one name) that ends exactly where we ended it.
  it("a quoted string is always one token", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) => {
        const list = [...tokens(`${quoteString(value)} END`)];
        expect(list.map((token) => token.kind)).toEqual(["string", "word"]);
      }),
    );
  });

  it("a quoted name is always one token", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1 }), (value) => {
        expect([...tokens(`${quoteName(value)} END`)].map((token) => token.kind)).toEqual(["quoted", "word"]);
      }),
    );
  });

  it("a nested value either renders to balanced literals or is refused", () => {
    const piece = fc.constantFrom(
      "[",
      "]",
      "(",
      ")",
      "{",
      "}",
      "'",
      "\\",
      ",",
      ":",
      "NULL",
      "1",
      "a",
      " ",
      "--",
      "/*",
      ";",
      "\0",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        let rendered: string;
        try {
          rendered = renderNested(pieces.join(""));
        } catch {
          return;
        }
        const list = [...tokens(`${rendered} END`)];
        expect(list.at(-1)).toMatchObject({ upper: "END", depth: 0 });
        const words = list.filter((token) => token.kind === "word").map((token) => token.text);
        expect(words.every((word) => ["tuple", "map", "NULL", "END"].includes(word))).toBe(true);
        expect(list.some((token) => token.text === ";")).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it("unescaping undoes what a client escapes", () => {
    const escaped = (text: string) =>
      text
        .replaceAll("\\", "\\\\")
        .replaceAll("\t", "\\t")
        .replaceAll("\n", "\\n")
        .replaceAll("\r", "\\r")
        .replaceAll("'", "\\'");
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => unescapeText(escaped(text)) === text));
  });
});
