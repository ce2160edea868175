import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CompositionFault, compose, keyOf, type Part, type Reference, referencesOf } from "./compose.ts";

const include = (name: string, label = "production") => `@@@langfusePrompt:name=${name}|label=${label}@@@`;
const part = (name: string, template: Part["template"], version = 1): Part => ({
  id: `${name}-${version}`,
  name,
  version,
  type: typeof template === "string" ? "text" : "chat",
  template,
});
const library =
  (...parts: Part[]) =>
  ({ name, version }: Reference) =>
    parts.find((one) => one.name === name && (version === null || one.version === version)) ?? null;

describe("references", () => {
  it("are read by label and by version, each once", () => {
    const found = referencesOf(`${include("a/b")} ${include("a/b")} @@@langfusePrompt:name=c|version=3@@@`);
    expect(found.map(keyOf)).toEqual(["a/b|label=production", "c|version=3"]);
  });
  it("leave alone what Langfuse leaves alone", () => {
    expect(referencesOf("@@@langfusePrompt:label=x|name=a@@@ @@@langfusePrompt:name=a@@@")).toEqual([]);
  });
});

describe("composition", () => {
  it("puts texts in place at any depth and says what came from where", () => {
    const root = part("root", [{ role: "system", content: `A ${include("b")} ${include("b")}` }]);
    const { template, graph } = compose(root, library(part("b", `B${include("c")}`), part("c", "C$&")));
    expect(template).toEqual([{ role: "system", content: "A BC$& BC$&" }]);
    expect(graph?.dependencies).toEqual({
      "root-1": [{ id: "b-1", name: "b", version: 1 }],
      "b-1": [{ id: "c-1", name: "c", version: 1 }],
    });
  });
  it("has no graph for a prompt that includes nothing", () => {
    expect(compose(part("root", "plain"), library()).graph).toBeNull();
  });
  it("refuses what is missing, and what is a chat", () => {
    expect(() => compose(part("root", include("b")), library())).toThrow(
      "Prompt dependency not found: b - label production",
    );
    const chat = part("b", [{ role: "user", content: "x" }]);
    expect(() => compose(part("root", include("b")), library(chat))).toThrow(
      "Prompt dependency is not a text prompt: b - label production",
    );
  });
  it("refuses itself, also by another version and through others", () => {
    const again = library(part("root", "old", 1), part("b", include("root")));
    for (const inside of [include("root"), include("b")])
      expect(() => compose(part("root", inside, 2), again)).toThrow("Circular dependency detected");
    const ring = library(part("b", include("c")), part("c", include("b")));
    expect(() => compose(part("root", include("b")), ring)).toThrow("Circular dependency detected");
  });
  it("refuses more than five levels, however they are reached", () => {
    const chain = ["b", "c", "d", "e", "f"].map((name, index, all) =>
      part(name, all[index + 1] ? include(all[index + 1] ?? "") : "end"),
    );
    expect(() => compose(part("root", include("b")), library(...chain))).toThrow(
      "Maximum nesting depth exceeded (5)",
    );
    expect(compose(part("root", include("c")), library(...chain)).template).toBe("end");
    // The short way round was put together before the long one.
    expect(() => compose(part("root", include("c") + include("b")), library(...chain))).toThrow(
      "nesting depth",
    );
  });
  it("stops at a size instead of multiplying without end", () => {
    const many = (name: string) => include(name).repeat(200);
    const parts = library(part("b", many("c")), part("c", many("d")), part("d", many("e")), part("e", "x"));
    expect(() => compose(part("root", many("b")), parts)).toThrow("characters");
  });
  it("ends with a text or a reason for any graph of prompts", () => {
    const name = fc.constantFrom("a", "b", "c", "d", "e");
    const text = fc.array(
      fc.oneof(
        fc.constant("x"),
        name.map((one) => include(one)),
      ),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(name, text), { maxLength: 6 }), text, (given, root) => {
        const parts = given.map(([one, said]) => part(one, said.join("")));
        try {
          const { template } = compose(part("root", root.join("")), library(...parts));
          expect(String(template)).not.toContain("@@@langfusePrompt");
        } catch (error) {
          expect(error).toBeInstanceOf(CompositionFault);
        }
      }),
    );
  });
});
