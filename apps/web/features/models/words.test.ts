import type { Model, ModelVersion } from "@triops/domains/models/schemas";
import { describe, expect, it } from "vitest";
import { differences, modelAnswer, registryAnswer, verbText, versionAnswer } from "./words.ts";

const at = "2026-01-01T00:00:00.000Z";
const held = (version: number) => ({
  alias: "champion",
  version,
  versionId: "v",
  protected: true,
  movedAt: at,
  movedByName: "Ada",
});
const latest = (version: number) => ({ id: "v", version, createdAt: at, createdByName: "Ada" });
const model = (more: Partial<Model>): Model => ({
  id: "m",
  name: "fraud",
  description: "",
  owners: [],
  tags: [],
  aliases: [],
  latestVersion: null,
  versions: 0,
  createdById: "",
  createdByName: "",
  createdAt: at,
  updatedAt: at,
  ...more,
});

describe("what the registry says first", () => {
  it("counts models, champions and waiting promotions", () => {
    expect(registryAnswer([], false, 0)).toBe("No model is registered yet.");
    expect(registryAnswer([model({ aliases: [held(1)] }), model({})], false, 1)).toBe(
      "2 models, 1 with a protected alias; 1 promotion waits for an approval.",
    );
    expect(registryAnswer([model({ aliases: [held(1)] })], true, 0)).toBe(
      "1+ models, all with a protected alias; no promotion waits for an approval.",
    );
  });
  it("says of a model what its alias is, and how far behind", () => {
    expect(modelAnswer(model({}))).toBe("It has no version yet.");
    expect(modelAnswer(model({ latestVersion: latest(2) }))).toMatch(/latest version is 2; no protected/);
    expect(modelAnswer(model({ latestVersion: latest(5), aliases: [held(3)] }))).toBe(
      "Champion is version 3, 2 versions behind the latest.",
    );
    expect(modelAnswer(model({ latestVersion: latest(3), aliases: [held(3)] }))).toMatch(/the latest\.$/);
  });
  it("says of a version whether it is one to beat", () => {
    const version = {
      modelName: "fraud",
      status: "READY",
      statusMessage: "",
      aliases: [],
    } as unknown as ModelVersion;
    expect(versionAnswer(version, "champion version 3")).toMatch(/champion version 3 is the one to beat/);
    expect(versionAnswer({ ...version, aliases: ["champion"] }, null)).toBe("It is champion of fraud.");
    expect(versionAnswer({ ...version, status: "FAILED_REGISTRATION", statusMessage: "gone" }, null)).toMatch(
      /gone/,
    );
  });
});

describe("history", () => {
  it("has words for known verbs and leaves others readable", () => {
    expect(verbText("models.move-alias")).toBe("moved an alias");
    expect(verbText("models.do-more")).toBe("do more");
  });
  it("lists what differs", () => {
    expect(differences({ stage: "None", a: 1 }, { stage: "Staging", a: 1 })).toEqual([
      "stage: None → Staging",
    ]);
    expect(differences(null, { alias: "champion" })).toEqual(["alias: champion"]);
    expect(differences({ text: "x" }, null)).toEqual(["text: x → nothing"]);
  });
});
