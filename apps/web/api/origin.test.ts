import { ownOrigins } from "@triops/domains/origins";
import { describe, expect, it } from "vitest";
import { keyOf } from "./authenticate.ts";
import { originOf } from "./origin.ts";

const from = (chain: string, trusted?: string[]) =>
  originOf(new Headers({ "x-forwarded-for": chain }), trusted).ip;

describe("where a request came from", () => {
  it.each([
    ["203.0.113.5", undefined, "203.0.113.5"],
    ["6.6.6.6, 203.0.113.5", undefined, "203.0.113.5"],
    ["6.6.6.6, 203.0.113.5, 10.0.0.2", ["10.0.0.0/8"], "203.0.113.5"],
    ["6.6.6.6, 2001:db8::1, fd00::1", ["fd00::/8"], "2001:db8::1"],
    ["nonsense", undefined, undefined],
  ])("%s behind %j is %s", (chain, trusted, ip) => {
    expect(from(chain, trusted)).toBe(ip);
  });

  it.each([
    ["https://triops.example", ["https://triops.example"]],
    ["http://127.0.0.1:3000", ["http://127.0.0.1:3000", "http://localhost:3000"]],
  ])("own origins of %s are %j", (url, origins) => {
    expect(ownOrigins(url)).toEqual(origins);
  });
});

describe("the key of a request", () => {
  const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;
  it.each([
    [{}, null],
    [{ authorization: "Bearer abc" }, "abc"],
    [{ authorization: "bearer  abc" }, "abc"],
    [{ authorization: basic("anyone:abc") }, "abc"],
    [{ authorization: basic("anyone:a:b") }, "a:b"],
    [{ "x-triops-key": " abc " }, "abc"],
    [{ authorization: "Digest abc" }, ""],
  ])("of %j is %j", (headers, key) => {
    expect(keyOf(new Headers(headers as Record<string, string>))).toBe(key);
  });
});
