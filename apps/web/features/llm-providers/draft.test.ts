import type { Provider } from "@triops/domains/llm-providers/schemas";
import { describe, expect, it } from "vitest";
import {
  bodyOfProvider,
  draftOfProvider,
  emptyProvider,
  headersIn,
  missingInProvider,
  ofKind,
} from "./draft.ts";

const provider: Provider = {
  id: "p",
  name: "OpenAI",
  kind: "openai",
  dialect: "openai",
  baseUrl: "https://api.openai.com/v1",
  apiVersion: null,
  priceProvider: "openai",
  hasCredential: true,
  credentialEnding: "abcd",
  headerNames: [],
  enabled: true,
  revision: 3,
  lastTest: null,
  routes: [],
  createdById: "m",
  createdAt: "2026-11-23T00:00:00Z",
  updatedAt: "2026-11-23T00:00:00Z",
};

describe("a provider in the form", () => {
  it("asks for a key only of kinds that take one", () => {
    expect(missingInProvider({ ...emptyProvider(), name: "x" }, undefined)).toBe("It needs a key");
    expect(missingInProvider(ofKind("ollama", "x"), undefined)).toBeNull();
    expect(missingInProvider(ofKind("vllm", "x"), undefined)).toBe("Say where it listens");
  });
  it("asks for the key again when the address changes, and only then", () => {
    const draft = draftOfProvider(provider);
    expect(missingInProvider(draft, provider)).toBeNull();
    const elsewhere = { ...draft, baseUrl: "https://elsewhere.example/v1" };
    expect(missingInProvider(elsewhere, provider)).toBe("Another address needs the key given again");
    expect(missingInProvider({ ...elsewhere, credential: "k" }, provider)).toBeNull();
  });
  it("sends no secret that was not typed", () => {
    const body = bodyOfProvider(draftOfProvider(provider), provider, "require");
    expect(body).not.toHaveProperty("credential");
    expect(body).not.toHaveProperty("headers");
    expect(body).toMatchObject({ revision: 3, test: "require" });
  });
  it("lets only a demonstration choose what it speaks", () => {
    expect(bodyOfProvider(ofKind("openai", "x"), undefined, "note")).not.toHaveProperty("dialect");
    const demonstration = { ...ofKind("demonstration", "x"), dialect: "anthropic" as const };
    expect(bodyOfProvider(demonstration, undefined, "note")).toMatchObject({ dialect: "anthropic" });
  });
});

describe("headersIn", () => {
  it("reads a line each, values with colons included", () => {
    expect(headersIn("X-Org: a:b\n\n y : z")).toEqual({ "X-Org": "a:b", y: "z" });
    expect(headersIn("no colon")).toBeUndefined();
    expect(headersIn("")).toEqual({});
  });
});
