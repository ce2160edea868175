import { describe, expect, it } from "vitest";
import { safeNext } from "./safe-next.ts";

describe("where sign-in leads", () => {
  it.each([
    "//evil.example",
    "https://evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "",
    undefined,
  ])("never out of the product: %s", (next) => {
    expect(safeNext(next)).toBe("/");
  });
  it("back to the page that asked for it", () => {
    expect(safeNext("/incidents?state=all")).toBe("/incidents?state=all");
  });
  it("not round in a circle", () => {
    expect(safeNext("/sign-in?next=/")).toBe("/");
  });
});
