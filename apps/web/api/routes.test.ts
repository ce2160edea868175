import { defineSurface } from "@triops/domains/api";
import { describe, expect, it } from "vitest";
import { compileRoutes } from "./routes.ts";

const verb = (name: string, kind = "read") => ({ name, kind });
const table = (routes: Parameters<typeof defineSurface>[2]) =>
  compileRoutes([defineSurface("x", { title: "", description: "" }, routes)]);

const members = table([
  { method: "GET", path: "/members", verb: verb("list"), summary: "" },
  { method: "POST", path: "/members/invite", verb: verb("invite", "write"), summary: "" },
  { method: "GET", path: "/members/{id}", verb: verb("get"), summary: "" },
  { method: "DELETE", path: "/members/{id}", verb: verb("remove", "write"), summary: "" },
]);

const found = (method: string, path: string) => {
  const result = members.find(method, path);
  return result && "match" in result ? [result.match.route.verb.name, result.match.params] : result;
};

describe("finding a route", () => {
  it.each([
    ["GET", "/members", ["list", {}]],
    ["GET", "/members/a%20b", ["get", { id: "a b" }]],
    ["DELETE", "/members/7", ["remove", { id: "7" }]],
    ["POST", "/members/invite", ["invite", {}]],
    ["GET", "/members/invite", { allow: ["POST"] }],
    ["PATCH", "/members/7", { allow: ["GET", "DELETE"] }],
    ["GET", "/", null],
    ["GET", "/members/", null],
    ["GET", "/members/7/more", null],
    ["GET", "/members/%zz", null],
    ["GET", `/members/${"a".repeat(201)}`, null],
  ])("%s %s", (method, path, expected) => {
    expect(found(method, path)).toEqual(expected);
  });

  it("refuses two routes for one address, and a GET that changes something", () => {
    expect(() =>
      table([
        { method: "GET", path: "/a/{id}", verb: verb("a"), summary: "" },
        { method: "GET", path: "/a/{other}", verb: verb("b"), summary: "" },
      ]),
    ).toThrow(/Two routes/);
    expect(() => table([{ method: "GET", path: "/a", verb: verb("a", "write"), summary: "" }])).toThrow(
      /would change/,
    );
  });
});
