import { describe, expect, it } from "vitest";
import { candidates, citations } from "./cited-paths.ts";

describe("cited paths", () => {
  it("finds words in backticks and link targets with their lines, outside code blocks", () => {
    const found = citations("see `docs/a.md`\n```\n`docs/b.md`\n```\n[x](docs/c.md)");
    expect(found).toEqual([
      { cited: "docs/a.md", line: 1, isLink: false },
      { cited: "docs/c.md", line: 5, isLink: true },
    ]);
  });

  it.each([
    ["packages/kernel", "README.md", false, ["packages/kernel"]],
    ["errors.ts", "packages/kernel/README.md", false, ["packages/kernel/errors.ts", "packages/errors.ts"]],
    ["../decisions/0001-x.md", "docs/guides/a.md", true, ["docs/decisions/0001-x.md"]],
    ["scripts/start.mjs:10", "README.md", false, ["scripts/start.mjs"]],
  ])("%s in %s is looked for", (cited, document, isLink, places) => {
    expect(candidates(cited, document, isLink)).toEqual(places);
  });

  it.each(["https://example.test/a", "/api/v1/incidents", "packages/domains/<noun>", "npm", "prisma/*.sql"])(
    "%s is no path of this repository",
    (cited) => expect(candidates(cited, "README.md", false)).toEqual([]),
  );
});
