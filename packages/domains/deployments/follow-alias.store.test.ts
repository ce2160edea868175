import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { setAlias } from "../models/aliases.ts";
import { create as createModel } from "../models/create.ts";
import { createVersion } from "../models/create-version.ts";
import { start } from "../rollouts/start.ts";
import { rollBack } from "../rollouts/steer.ts";
import type { Caller } from "../runtime.ts";
import { create } from "./create.ts";
import { followAliases } from "./jobs.ts";
import { get, revisions } from "./read.ts";
import { remove } from "./remove.ts";
import { servingOf } from "./serving.ts";
import { disable } from "./switch.ts";

let harness: Harness;
let workspace: TestWorkspace;
let editor: Caller;

beforeAll(async () => {
  harness = await createHarness();
  workspace = await harness.makeWorkspace();
  editor = await harness.callerAs(workspace, "editor");
});
afterAll(() => harness?.close());

const serve = { kind: "server" as const, protocol: "oip" as const, url: "https://models.example.com" };
const versionOf = async (id: string) => (await get.call(editor, { id })).variants[0]?.version;

async function followed(name: string) {
  const model = await createModel.call(editor, { name });
  for (let i = 0; i < 3; i++)
    await createVersion.call(editor, { modelId: model.id, source: `s3://theirs/${i}` });
  const point = (version: number) => setAlias.call(editor, { id: model.id, alias: "live", version });
  await point(1);
  const variants = [{ role: "champion" as const, weight: 100, model: name, alias: "live", serve }];
  const deployment = await create.call(editor, { name, variants });
  return { point, id: deployment.id };
}

describe("an alias that a deployment follows", () => {
  it("takes it along when it moves, as one more revision", async () => {
    const { point, id } = await followed("risk");
    expect(await versionOf(id)).toBe("1");
    await point(2);
    await harness.settle();
    expect(await versionOf(id)).toBe("2");
    const [newest] = (await revisions.call(editor, { id })).data;
    expect(newest).toMatchObject({ kind: "alias_moved", reason: "risk@live is version 2" });
    expect(await servingOf(editor.runtime.database as never, "risk")).toMatchObject([
      { deployment: "risk", role: "champion", version: 2, state: "serving" },
    ]);
  });

  it("waits while a rollout has the weights, which also keeps the deployment, and is followed after it", async () => {
    const { point, id } = await followed("churn");
    const canary = { model: "churn", version: "3", serve: { ...serve, url: "https://other.example.com" } };
    const rollout = await start.call(editor, { deploymentId: id, canary });
    await point(2);
    await harness.settle();
    expect(await versionOf(id)).toBe("1");
    await disable.call(editor, { id });
    await expect(remove.call(editor, { id })).rejects.toMatchObject({ code: "conflict" });
    await rollBack.call(editor, { id: rollout.id });
    const { runtime } = harness;
    await followAliases.run({
      services: runtime,
      signal: new AbortController().signal,
      now: new Date(),
    } as never);
    expect(await versionOf(id)).toBe("2");
  });
});
