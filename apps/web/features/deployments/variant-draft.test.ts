import { describe, expect, it } from "vitest";
import { emptyVariant, missingIn, variantBody } from "./variant-draft.ts";

describe("a variant that is to be added", () => {
  it("serves a version, or follows an alias", () => {
    const draft = { ...emptyVariant, model: "fraud" };
    expect(missingIn(draft)).toMatch(/version/);
    expect(variantBody({ ...draft, choice: "version:3" })).toEqual({
      model: "fraud",
      version: "3",
      serve: { kind: "onnx" },
    });
    expect(variantBody({ ...draft, choice: "alias:champion" })).toMatchObject({ alias: "champion" });
    expect(missingIn({ ...draft, choice: "version:3" })).toBeUndefined();
  });
  it("asks an outside server, with its header when there is one", () => {
    const draft = { ...emptyVariant, kind: "server" as const, model: "llm", url: " https://m.example " };
    expect(variantBody(draft)).toEqual({
      model: "llm",
      serve: { kind: "server", protocol: "oip", url: "https://m.example" },
    });
    const withHeader = { ...draft, outsideVersion: "7", headerName: "x-key", headerValue: "s" };
    expect(variantBody(withHeader)).toMatchObject({ version: "7", serve: { headers: { "x-key": "s" } } });
    expect(missingIn({ ...draft, url: "" })).toMatch(/address/);
    expect(missingIn(emptyVariant)).toMatch(/model/);
  });
});
