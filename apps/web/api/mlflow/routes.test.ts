import { describe, expect, it } from "vitest";
import { createInput, pageSize } from "./input.ts";
import { operation } from "./operation.ts";
import { routesOf } from "./routes.ts";

const run = async () => ({});
const find = routesOf([
  operation("POST", "/runs/create", "training:write", run),
  operation(["GET", "POST"], "/experiments/search", "training:read", run),
  operation("GET", "/logged-models/{id}", "training:read", run),
  operation("DELETE", "/logged-models/{id}/tags/{key...}", "training:write", run),
]);

describe("addresses", () => {
  it("are found by method and path, with their parts decoded", () => {
    expect(find("POST", "/runs/create")).toMatchObject({ path: {} });
    expect(find("GET", "/logged-models/m-1")).toMatchObject({ path: { id: "m-1" } });
    expect(find("DELETE", "/logged-models/m-1/tags/a%20b/c")).toMatchObject({
      path: { id: "m-1", key: "a b/c" },
    });
  });
  it("name their methods when asked with another", () => {
    expect(find("DELETE", "/experiments/search")).toEqual({ allow: ["GET", "POST"] });
  });
  it.each(["/nothing", "/logged-models/", "/logged-models/%ff", "/logged-models/a%00", "/runs/create/"])(
    "%s is none",
    (path) => {
      expect(find("GET", path)).toBeNull();
    },
  );
  it("cannot be had twice", () => {
    const twice = operation("GET", "/a", "training:read", run);
    expect(() => routesOf([twice, twice])).toThrow(/Two operations/);
  });
});

describe("fields", () => {
  const input = createInput({
    name: "a",
    empty: "",
    nothing: null,
    count: "12",
    half: 1.5,
    nan: "NaN",
    list: [{ key: "k" }, { key: 1 }],
    words: ["a", "b"],
    zero: "a\0b",
  });
  it("are read as MLflow reads them", () => {
    expect(input.text("name")).toBe("a");
    expect(input.has("nothing")).toBe(false);
    expect(input.integer("count")).toBe(12);
    expect(input.requiredNumber("nan")).toBeNaN();
    expect(input.requiredNumber("half")).toBe(1.5);
    expect(input.texts("words")).toEqual(["a", "b"]);
    expect(input.texts("name")).toEqual(["a"]);
    expect(input.items("list").map((item) => item.requiredText("key"))).toEqual(["k", "1"]);
  });
  it.each([
    [() => input.requiredText("empty"), "Missing value for required parameter 'empty'"],
    [() => input.requiredText("absent"), "Missing value for required parameter 'absent'"],
    [
      () => input.items("list")[1]?.requiredInteger("step"),
      "Missing value for required parameter 'list[1].step'",
    ],
    [() => input.integer("half"), "Invalid value 1.5 for parameter 'half' supplied"],
    [() => input.integer("name"), "Invalid value \"a\" for parameter 'name' supplied"],
    [() => input.items("name"), "Invalid value \"a\" for parameter 'name' supplied"],
    [() => input.text("list"), "for parameter 'list' supplied"],
    [() => input.text("zero"), "for parameter 'zero' supplied"],
    [
      () => pageSize(createInput({ max_results: 123456789 }), 1, 50),
      "Invalid value 123456789 for parameter 'max_results' supplied",
    ],
    [
      () => pageSize(createInput({ max_results: "0" }), 1, 50),
      "Invalid value 0 for parameter 'max_results' supplied",
    ],
  ])("%#: refused in MLflow's words", (read, message) => {
    expect(read).toThrow(message);
  });
});
