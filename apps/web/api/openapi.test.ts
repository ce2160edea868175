import { surfaces } from "@triops/domains/register";
import { describe, expect, it } from "vitest";
import { describeApi, openApiDocument, typeText } from "./openapi.ts";

type Document = {
  openapi: string;
  paths: Record<string, Record<string, { operationId: string; parameters: { in: string; name: string }[] }>>;
};

const document = openApiDocument(describeApi(surfaces), "http://x") as Document;
const routes = surfaces.flatMap((surface) => surface.routes);

describe("the OpenAPI document", () => {
  it("is the route table, no more and no less", () => {
    const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(documented.sort()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).sort());
    expect(document.openapi).toMatch(/^3\.1/);
  });

  it("names every operation once and declares every path parameter", () => {
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.values(methods).map((operation) => ({ path, ...operation })),
    );
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, parameters } of operations) {
      const declared = parameters.filter((item) => item.in === "path").map(({ name }) => name);
      expect(declared.sort()).toEqual([...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort());
    }
  });

  it("can be written as JSON with a shape for what every answer holds", () => {
    expect(() => JSON.stringify(document)).not.toThrow();
    for (const chapter of describeApi(surfaces))
      for (const operation of chapter.operations) expect(operation.output, operation.id).not.toEqual({});
  });

  it.each([
    [{ type: "string" }, "string"],
    [{ enum: ["a", "b"] }, '"a" | "b"'],
    [{ type: "array", items: { type: "string", format: "uuid" } }, "uuid[]"],
    [{ anyOf: [{ type: "string" }, { type: "null" }] }, "string | null"],
    [{}, "any"],
  ])("says %j in words as %s", (schema, words) => {
    expect(typeText(schema)).toBe(words);
  });
});
