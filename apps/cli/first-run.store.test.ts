import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { holderOf } from "@triops/domains/api-keys/find";
import { createHarness, type Harness } from "@triops/testing/harness";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ensureFirstRun } from "./first-run.ts";

const urls = { webUrl: "http://127.0.0.1:3000", gatewayUrl: "http://127.0.0.1:4318" };
let harness: Harness;
let folder: string;

beforeEach(async () => {
  harness = await createHarness();
  folder = mkdtempSync(join(tmpdir(), "triops-first-run-"));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await harness.close();
});

const run = () => ensureFirstRun(harness.runtime, folder, urls);
const file = () => join(folder, "first-run.json");
const works = (key: string) => holderOf(harness.runtime, key, harness.runtime.clock.now());

it("makes a workspace, an owner and three keys once, in a file for the owner's eyes", async () => {
  const { facts, made } = await run();
  expect(made).toBe(true);
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(file(), "utf8"))).toEqual(facts);
  expect(facts.password).toHaveLength(20);
  expect((await works(facts.apiKey))?.actor.scopes).toHaveLength(6);
  expect((await works(facts.keys.ingest))?.actor.scopes).toEqual(["ingest"]);
  const again = await run();
  expect(again).toEqual({ facts, made: false });
  expect(await harness.runtime.database.workspace.count()).toBe(1);
});

it("follows when addresses change", async () => {
  await run();
  const moved = { webUrl: "https://triops.example", gatewayUrl: "https://in.triops.example" };
  expect((await ensureFirstRun(harness.runtime, folder, moved)).facts).toMatchObject(moved);
});

it("stores the written credentials after an interruption in between", async () => {
  const first = (await run()).facts;
  const { database } = harness.runtime;
  // As if the process had ended before the transaction: the file without its workspace, nothing stored.
  writeFileSync(file(), JSON.stringify({ ...first, workspace: { id: "", slug: "" } }));
  for (const table of [
    "member",
    "account",
    "user",
    "apiKey",
    "auditEvent",
    "auditHead",
    "workspace",
  ] as const)
    await (database[table] as { deleteMany(): Promise<unknown> }).deleteMany();
  const { facts } = await run();
  expect(facts).toMatchObject({ password: first.password, apiKey: first.apiKey });
  expect(await works(first.apiKey)).not.toBeNull();
});

it("makes new keys when the file was lost, and ends the lost ones", async () => {
  const first = (await run()).facts;
  rmSync(file());
  const { facts } = await run();
  expect(facts.password).toBeNull();
  expect(await works(first.apiKey)).toBeNull();
  expect(await works(facts.apiKey)).not.toBeNull();
});
