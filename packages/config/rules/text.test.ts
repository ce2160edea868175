import { describe, expect, it } from "vitest";
import { checkText } from "./text.ts";

function rulesNaming(path: string, text = ""): string[] {
  return checkText(path, text).map(({ rule }) => rule);
}

describe("rules for any file", () => {
  it.each(["packages/domains/utils/time.ts", "packages/kernel/helpers.ts", "apps/web/features/v2/list.tsx"])(
    "refuses the name of %s",
    (path) => expect(rulesNaming(path)).toEqual(["names"]),
  );

  it("lets addresses name their versions", () => {
    expect(rulesNaming("apps/web/app/api/v1/incidents/route.ts")).toEqual([]);
  });

  it("asks for a reason above 400 lines", () => {
    const long = "\n".repeat(401);
    expect(rulesNaming("packages/domains/a.ts", long)).toEqual(["length"]);
    expect(rulesNaming("packages/domains/a.ts", `// long: a table of every dialect\n${long}`)).toEqual([]);
  });

  it.each([
    "-----BEGIN PRIVATE KEY-----",
    `AKIA${"A".repeat(16)}`,
    `tri_abcdefgh_${"x".repeat(40)}`,
    `sk-proj-${"y".repeat(40)}`,
    "see /home/alice/triops/notes",
    "registry=https://packages.example.test/",
  ])("refuses %s", (line) => expect(rulesNaming("docs/a.md", line)).toEqual(["leaks"]));
});
