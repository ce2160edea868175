import { describe, expect, it } from "vitest";
import { storable } from "./json.ts";

describe("text from outside", () => {
  it("loses what Postgres cannot keep and nothing else", () => {
    expect(storable("a\0b")).toBe("a\uFFFDb");
    expect(storable("half \ud83d only")).toBe("half \uFFFD only");
    expect(storable("whole \u{1f600} é")).toBe("whole \u{1f600} é");
  });
});
