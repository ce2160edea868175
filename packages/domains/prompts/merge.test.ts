import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffJson, diffTemplates, diffTexts } from "./diff.ts";
import { type MergeContent, mergeContents, mergeLines } from "./merge.ts";
import type { Template } from "./template.ts";

const content = (template: Template, config: Record<string, unknown> = {}): MergeContent => ({
  template,
  config,
  variables: null,
});
const merge = (base: string, main: string, branch: string) =>
  mergeContents(content(base), content(main), content(branch));

const lines = fc.array(fc.constantFrom("a", "b", "c", "d", ""), { maxLength: 8 });

describe("merging texts", () => {
  it("takes changes of both sides where they are apart", () => {
    const { template, conflicts } = merge(
      "one\ntwo\nthree\nfour",
      "ONE\ntwo\nthree\nfour",
      "one\ntwo\nthree\nFOUR",
    );
    expect(template).toBe("ONE\ntwo\nthree\nFOUR");
    expect(conflicts).toEqual([]);
  });
  it("shows both where they changed the same, and nothing else", () => {
    const { template, conflicts } = merge("x\nmiddle\ny", "x\nours\ny", "x\ntheirs\ny");
    expect(template).toBe("x\n<<<<<<< main\nours\n=======\ntheirs\n>>>>>>> branch\ny");
    expect(conflicts).toEqual([{ path: "text", base: "middle", main: "ours", branch: "theirs" }]);
  });
  it("takes what both changed alike once", () => {
    expect(merge("a\nb", "a\nB", "a\nB")).toMatchObject({ template: "a\nB", conflicts: [] });
  });
  it("ends for long texts that have nothing in common", () => {
    const long = (word: string) => Array.from({ length: 60_000 }, (_, line) => `${word}${line}`);
    expect(mergeLines(long("a"), long("b"), long("a"))).toEqual([{ kind: "clean", lines: long("b") }]);
  });
  it("is the other side when one side changed nothing, for any texts", () => {
    fc.assert(
      fc.property(lines, lines, (base, side) => {
        const joined = (chunks: ReturnType<typeof mergeLines>) =>
          chunks.flatMap((chunk) => (chunk.kind === "clean" ? chunk.lines : ["conflict"]));
        expect(joined(mergeLines(base, side, base))).toEqual(side);
        expect(joined(mergeLines(base, base, side))).toEqual(side);
        expect(joined(mergeLines(base, side, side))).toEqual(side);
      }),
    );
  });
  it("loses no line that only one side wrote, for any texts", () => {
    fc.assert(
      fc.property(lines, lines, lines, (base, main, branch) => {
        const all = mergeLines(base, main, branch).flatMap((chunk) =>
          chunk.kind === "clean" ? chunk.lines : [...chunk.main, ...chunk.branch],
        );
        for (const line of [...main, ...branch]) if (!base.includes(line)) expect(all).toContain(line);
      }),
    );
  });
});

describe("merging chats and settings", () => {
  const chat = (system: string, user: string): Template => [
    { role: "system", content: system },
    { role: "user", content: user },
  ];
  it("merges message by message", () => {
    const merged = mergeContents(
      content(chat("Be kind", "{{q}}")),
      content(chat("Be brief", "{{q}}")),
      content(chat("Be kind", "Q: {{q}}")),
    );
    expect(merged).toMatchObject({ template: chat("Be brief", "Q: {{q}}"), conflicts: [] });
  });
  it("takes messages that one side added", () => {
    const more: Template = [...(chat("s", "u") as []), { role: "assistant", content: "ok" }];
    const merged = mergeContents(content(chat("s", "u")), content(chat("s", "u")), content(more));
    expect(merged).toMatchObject({ template: more, conflicts: [] });
  });
  it("merges settings field by field, in whatever order the fields come", () => {
    const merged = mergeContents(
      content("x", { model: "a", temperature: 1, top: { p: 1, k: 2 } }),
      content("x", { model: "b", temperature: 1, top: { k: 2, p: 1 } }),
      content("x", { temperature: 0, model: "a", top: { p: 0, k: 2 }, seed: 1 }),
    );
    expect(merged.config).toEqual({ model: "b", temperature: 0, top: { p: 0, k: 2 }, seed: 1 });
    expect(merged.conflicts).toEqual([]);
  });
  it("keeps main's value and says so where both set the same field", () => {
    const merged = mergeContents(
      content("x", { model: "a" }),
      content("x", { model: "b" }),
      content("x", { model: "c" }),
    );
    expect(merged.config).toEqual({ model: "b" });
    expect(merged.conflicts).toEqual([{ path: "config.model", base: "a", main: "b", branch: "c" }]);
  });
});

describe("differences", () => {
  it("give back both texts, whatever they are", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (older, newer) => {
        const parts = diffTexts(older, newer);
        const without = (kind: string) =>
          parts
            .filter((part) => part.kind !== kind)
            .map(({ text }) => text)
            .join("");
        expect(without("added")).toBe(older);
        expect(without("removed")).toBe(newer);
      }),
    );
  });
  it("pair the messages that are alike", () => {
    const items = diffTemplates(
      [
        { role: "system", content: "Be kind" },
        { role: "user", content: "{{q}}" },
      ],
      [
        { role: "system", content: "Be very kind" },
        { type: "placeholder", name: "history" },
        { role: "user", content: "{{q}}" },
      ],
    );
    expect(items.map(({ kind, role }) => [kind, role])).toEqual([
      ["changed", "system"],
      ["added", "placeholder"],
      ["same", "user"],
    ]);
    expect(items[0]?.text.find(({ kind }) => kind === "added")?.text).toContain("very");
  });
  it("name the fields of settings that differ", () => {
    const found = diffJson(
      { model: "a", tools: [{ name: "x" }], old: 1 },
      { model: "b", tools: [{ name: "y" }], new: 2 },
    );
    expect(found.map(({ path, kind }) => [path, kind])).toEqual([
      ["model", "changed"],
      ["tools[0].name", "changed"],
      ["old", "removed"],
      ["new", "added"],
    ]);
  });
});
