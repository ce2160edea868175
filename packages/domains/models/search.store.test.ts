import { scopeToWorkspace } from "@triops/database/scoped";
import { isTriopsError } from "@triops/kernel/errors";
import { createHarness, type Harness } from "@triops/testing/harness";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Caller } from "../runtime.ts";
import { create } from "./create.ts";
import { createVersion } from "./create-version.ts";
import { list, listVersions } from "./read.ts";
import { searchModels, searchVersions } from "./search.ts";
import { setVersionTag } from "./tags.ts";

let harness: Harness;
let caller: Caller;

beforeAll(async () => {
  harness = await createHarness();
  caller = await harness.callerAs(await harness.makeWorkspace(), "editor");
  const stranger = await harness.callerAs(await harness.makeWorkspace(), "editor");
  await create.call(stranger, { name: "fraud" });
  const make = async (name: string, tags: Record<string, string>, runs: string[]) => {
    const list = Object.entries(tags).map(([key, value]) => ({ key, value }));
    const { id } = await create.call(caller, { name, tags: list });
    for (const runId of runs) {
      await createVersion.call(caller, { modelId: id, source: `mlflow-artifacts:/0/${runId}/a`, runId });
    }
    return id;
  };
  await make("fraud", { team: "risk", tier: "1" }, ["r1", "r2", "r3"]);
  const churn = await make("churn", { team: "growth" }, ["r4"]);
  await make("Fraud_two", {}, []);
  await make("greeting", { "mlflow.prompt.is_prompt": "true" }, ["r5"]);
  const [first] = (await listVersions.call(caller, { modelId: churn })).data;
  await setVersionTag.call(caller, { id: first?.id ?? "", key: "ok", value: "yes" });
});
afterAll(() => harness?.close());

const names = async (filter: string) => (await list.call(caller, { filter })).data.map(({ name }) => name);
const versions = async (filter: string) =>
  (await listVersions.call(caller, { filter })).data.map(
    ({ modelName, version }) => `${modelName}/${version}`,
  );
const prompt = "tag.`mlflow.prompt.is_prompt`";

describe("models", () => {
  it.each([
    ["", ["churn", "fraud", "Fraud_two"]],
    ["name = 'fraud'", ["fraud"]],
    ["name != 'fraud'", ["churn", "Fraud_two"]],
    ["name LIKE 'fraud%'", ["fraud"]],
    ["name ILIKE 'FRAUD%'", ["fraud", "Fraud_two"]],
    ["tags.team = 'risk'", ["fraud"]],
    ["tag.team != 'risk'", ["churn"]],
    ["tags.team LIKE 'gr%' OR name = 'fraud'", ["churn", "fraud"]],
    ["NOT (tags.team = 'risk')", ["churn", "Fraud_two"]],
    ["tags.team = 'risk' AND tags.tier = '2'", []],
    [`${prompt} != 'true'`, ["churn", "fraud", "Fraud_two"]],
    [`name ilike 'fraud%' AND ${prompt} != 'true'`, ["fraud", "Fraud_two"]],
    [`${prompt} = 'false'`, ["churn", "fraud", "Fraud_two"]],
    [`${prompt} = 'true'`, ["greeting"]],
  ])("%s", async (filter, wanted) => {
    expect((await names(filter)).sort()).toEqual([...wanted].sort());
  });
  it.each(["nme = 'x'", "name > 'x'", "name = x", "metrics.a > 1", "name = 'x' AND", "("])(
    "400 for %s",
    async (filter) => {
      await expect(names(filter)).rejects.toMatchObject({ code: "invalid" });
    },
  );
});

describe("versions", () => {
  it.each([
    ["name = 'fraud'", ["fraud/1", "fraud/2", "fraud/3"]],
    ["run_id = 'r2'", ["fraud/2"]],
    ["run_id IN ('r1', 'r4')", ["churn/1", "fraud/1"]],
    ["version_number >= 2", ["fraud/2", "fraud/3"]],
    ["source_path LIKE '%r3%'", ["fraud/3"]],
    ["tags.ok = 'yes'", ["churn/1"]],
    ["name = 'greeting'", []],
    [`name = 'greeting' AND ${prompt} = 'true'`, ["greeting/1"]],
    [`name = 'fraud' AND ${prompt} != 'true'`, ["fraud/1", "fraud/2", "fraud/3"]],
  ])("%s", async (filter, wanted) => {
    expect((await versions(filter)).sort()).toEqual(wanted);
  });
  it.each(["version_number = '1'", "version_number > 1.5", "version_number LIKE '1'"])(
    "400 for %s",
    async (filter) => {
      await expect(versions(filter)).rejects.toMatchObject({ code: "invalid" });
    },
  );
});

describe("orders", () => {
  const db = () => scopeToWorkspace(harness.runtime.database, caller.context.workspaceId);
  it.each([
    [["name DESC"]],
    [["creation_timestamp ASC"]],
    [["last_updated_timestamp DESC", "name ASC"]],
    [["timestamp"]],
  ])("%j page by page without leaving out or repeating one", async (orderBy) => {
    const all = await searchModels(db(), caller.context.workspaceId, { orderBy, limit: 100 });
    const paged: string[] = [];
    for (let token: string | undefined; ; ) {
      const page = await searchModels(db(), caller.context.workspaceId, { orderBy, limit: 1, token });
      paged.push(...page.rows.map(({ name }) => name));
      if (!page.nextToken) break;
      token = page.nextToken;
    }
    expect(paged).toEqual(all.rows.map(({ name }) => name));
    expect(paged).toHaveLength(3);
  });
  it("versions by number, downwards, across pages", async () => {
    const search = { filter: "name = 'fraud'", orderBy: ["version_number DESC"], limit: 2 };
    const one = await searchVersions(db(), caller.context.workspaceId, search);
    const token = one.nextToken ?? undefined;
    const two = await searchVersions(db(), caller.context.workspaceId, { ...search, token });
    expect([...one.rows, ...two.rows].map(({ version }) => version)).toEqual([3, 2, 1]);
  });
  it("400 for a key twice, an unknown key, and a token of another order", async () => {
    const ask = (orderBy: string[], token?: string) =>
      searchModels(db(), caller.context.workspaceId, { orderBy, limit: 1, token });
    await expect(ask(["name", "name DESC"])).rejects.toMatchObject({ code: "invalid" });
    await expect(ask(["colour"])).rejects.toMatchObject({ code: "invalid" });
    const { nextToken } = await ask(["name DESC"]);
    await expect(ask(["name ASC"], nextToken ?? "")).rejects.toMatchObject({ code: "invalid" });
    await expect(ask(["name ASC"], "nonsense")).rejects.toMatchObject({ code: "invalid" });
  });
});

it("whatever is asked is answered or refused as invalid, never broken", async () => {
  const db = scopeToWorkspace(harness.runtime.database, caller.context.workspaceId);
  const word = fc.constantFrom(
    ...[
      "name",
      "tags.team",
      "tag.`a b`",
      "run_id",
      "version_number",
      "source_path",
      "AND",
      "OR",
      "NOT",
      "(",
      ")",
    ],
    ...[
      "=",
      "!=",
      "LIKE",
      "ILIKE",
      "IN",
      "NOT IN",
      "IS NULL",
      ">=",
      "'fraud%'",
      "'it''s'",
      "'",
      "('r1', 'r2')",
      "2",
    ],
    ...["1e400", "-1", "\u0000", "'\\'", "'\ud800'", "metrics.x", "`", "'%_%'"],
  );
  const filters = fc.array(fc.oneof(word, fc.string({ unit: "binary", maxLength: 8 })), { maxLength: 12 });
  const isSound = async (work: Promise<unknown>) => {
    try {
      await work;
      return true;
    } catch (error) {
      return isTriopsError(error) && error.code === "invalid";
    }
  };
  await fc.assert(
    fc.asyncProperty(filters, fc.string(), async (words, token) => {
      const search = { filter: words.join(" "), limit: 5 };
      const { workspaceId } = caller.context;
      return (
        (await isSound(searchModels(db, workspaceId, search))) &&
        (await isSound(searchVersions(db, workspaceId, search))) &&
        (await isSound(searchModels(db, workspaceId, { limit: 5, token, orderBy: words.slice(0, 2) })))
      );
    }),
    { numRuns: 300 },
  );
});
