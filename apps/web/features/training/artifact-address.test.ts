import { describe, expect, it } from "vitest";
import { artifactHref, foldersOf, nameOf } from "./artifact-address.ts";

describe("the address of an artifact", () => {
  it("goes through the proxy, each part escaped", () => {
    expect(artifactHref("mlflow-artifacts:/0/abc/artifacts", "plots/a b#1.png")).toBe(
      "/api/2.0/mlflow-artifacts/artifacts/0/abc/artifacts/plots/a%20b%231.png",
    );
  });

  it("files that lie elsewhere, and ways out, have none", () => {
    expect(artifactHref("s3://bucket/x", "a.txt")).toBeNull();
    expect(artifactHref("mlflow-artifacts:/0/abc", "../../other")).toBeNull();
  });

  it("knows the folders above a file", () => {
    expect(foldersOf("a/b/c.txt")).toEqual([
      { name: "a", path: "a" },
      { name: "b", path: "a/b" },
      { name: "c.txt", path: "a/b/c.txt" },
    ]);
    expect(foldersOf("")).toEqual([]);
    expect(nameOf("a/b/c.txt")).toBe("c.txt");
  });
});
