import { describe, expect, it } from "vitest";
import { labelFault, nameFault, parseReference } from "./names.ts";

describe("names", () => {
  it.each(["a", "folder/a b", "ä.1-2_3"])("%s is one", (name) => expect(nameFault(name)).toBeNull());
  it.each(["", " a", "a/", "/a", "a//b", "a/../b", "a|b", "a@b", "a\nb", "x".repeat(201)])(
    "%j is none",
    (name) => {
      expect(nameFault(name)).not.toBeNull();
    },
  );
  it.each(["latest", "Prod", "12", "a b", ""])("%j is no label", (label) =>
    expect(labelFault(label)).not.toBeNull(),
  );
  it("are referred to by label or version", () => {
    expect(parseReference("a/b@staging")).toEqual({ name: "a/b", label: "staging" });
    expect(parseReference("a/b@3")).toEqual({ name: "a/b", version: 3 });
    expect(parseReference("a/b")).toEqual({ name: "a/b" });
  });
});
