import { describe, expect, it } from "vitest";
import { EngineError, engineErrorFrom, httpStatusOf } from "./engine-errors.ts";

const parsed = (text: string) => {
  const { code, codeName, message } = engineErrorFrom(new Error(text));
  return { code, codeName, message };
};

describe("engineErrorFrom", () => {
  it("reads code, name and message", () => {
    expect(parsed("Code: 60. DB::Exception: Table default.t does not exist. (UNKNOWN_TABLE)")).toEqual({
      code: 60,
      codeName: "UNKNOWN_TABLE",
      message: "Table default.t does not exist",
    });
  });

  it("unwraps what the engine says twice when it reads from a file", () => {
    const text =
      "Code: 27. DB::Exception: Code: 27. DB::Exception: Cannot parse input (at row 1)\n: While executing File: data for INSERT was parsed from file. (CANNOT_PARSE_INPUT_ASSERTION_FAILED) (version 26.7.2.1). (CANNOT_PARSE_INPUT_ASSERTION_FAILED)";
    expect(parsed(text)).toMatchObject({ code: 27, codeName: "CANNOT_PARSE_INPUT_ASSERTION_FAILED" });
    expect(parsed(text).message).not.toContain("version");
  });

  it("keeps an unknown text as it is", () => {
    expect(parsed("boom")).toEqual({ code: 1002, codeName: "UNKNOWN_EXCEPTION", message: "boom" });
  });

  it("writes the text shape that clients parse", () => {
    const error = new EngineError(60, "UNKNOWN_TABLE", "No table");
    expect(error.toText("26.7")).toBe("Code: 60. DB::Exception: No table. (UNKNOWN_TABLE) (version 26.7)\n");
  });
});

describe("httpStatusOf", () => {
  it.each([
    ["UNKNOWN_TABLE", 404],
    ["SYNTAX_ERROR", 400],
    ["AUTHENTICATION_FAILED", 403],
    ["TOO_MANY_SIMULTANEOUS_QUERIES", 503],
    ["TIMEOUT_EXCEEDED", 408],
    ["MEMORY_LIMIT_EXCEEDED", 500],
  ])("%s is %i", (name, status) => {
    expect(httpStatusOf(new EngineError(1, name, ""))).toBe(status);
  });
});
