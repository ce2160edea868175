import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { setAlias } from "../models/aliases.ts";
import { makeVersion } from "../models/testing.ts";
import { moveStage } from "../models/update-version.ts";
import type { Caller } from "../runtime.ts";
import { create, update } from "./create.ts";
import { deliver } from "./deliver.ts";
import { deliveries, get } from "./read.ts";
import type { WebhookEvent } from "./rules.ts";
import { replay, test } from "./test.ts";

type Received = { headers: IncomingMessage["headers"]; body: string };

let harness: Harness;
let workspace: TestWorkspace;
let editor: Caller;
let server: Server;
let url: string;
const received: Received[] = [];
/** What the receiver answers, in turn; 204 when nothing is left. */
const answers: number[] = [];

beforeAll(async () => {
  harness = await createHarness();
  Object.assign(harness.runtime, { webhooks: { allowedCidrs: ["127.0.0.0/8"] } });
  workspace = await harness.makeWorkspace();
  editor = await harness.callerAs(workspace, "editor");
  server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    received.push({ headers: request.headers, body });
    response.writeHead(answers.shift() ?? 204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
});
afterAll(async () => {
  await new Promise((resolve) => server?.close(resolve));
  await harness?.close();
});
beforeEach(() => {
  received.length = 0;
  answers.length = 0;
});

const secret = "whisper";
const make = (events: WebhookEvent[], more: object = {}) =>
  create.call(editor, { name: "hook", url, events, secret, ...more });
const log = async (id: string) => (await deliveries.call(editor, { id })).data;

describe("a message", () => {
  it("is sent for what was asked for, signed so that the receiver can check it", async () => {
    const hook = await make(["MODEL_VERSION.CREATED"]);
    const version = await makeVersion(editor);
    await harness.settle();
    expect(received).toHaveLength(1);
    const [{ headers, body }] = received as [Received];
    expect(JSON.parse(body)).toMatchObject({
      entity: "model_version",
      action: "created",
      timestamp: expect.stringMatching(/^\d{4}-/),
      data: { name: version.modelName, version: "1", source: version.source, tags: {} },
    });
    const signed = `${headers["x-mlflow-delivery-id"]}.${headers["x-mlflow-timestamp"]}.${body}`;
    const digest = createHmac("sha256", secret).update(signed).digest("base64");
    expect(headers["x-mlflow-signature"]).toBe(`v1,${digest}`);
    expect(await log(hook.id)).toMatchObject([
      {
        id: headers["x-mlflow-delivery-id"],
        state: "delivered",
        attempts: [{ status: 204, error: null }],
      },
    ]);
    await update.call(editor, { id: hook.id, status: "DISABLED" });
    await makeVersion(editor, { modelId: version.modelId });
    await harness.settle();
    expect(received).toHaveLength(1);
  });
  it("tells of aliases and stages, which MLflow's own do not", async () => {
    const hook = await make(["MODEL_VERSION_ALIAS.MOVED", "MODEL_VERSION_STAGE.MOVED"]);
    const { id, modelId, modelName } = await makeVersion(editor);
    await setAlias.call(editor, { id: modelId, alias: "next", version: 1 });
    await moveStage.call(editor, { id, stage: "Staging" });
    await harness.settle();
    expect(received.map(({ body }) => JSON.parse(body))).toMatchObject([
      {
        entity: "model_version_alias",
        action: "moved",
        data: { name: modelName, alias: "next", version: "1" },
      },
      { action: "moved", data: { stage: "Staging", previous_stage: "None" } },
    ]);
    await update.call(editor, { id: hook.id, status: "DISABLED" });
  });
});

describe("tries", () => {
  const lastOf = async (id: string) => (await log(id))[0];
  async function sent(codes: number[]) {
    const hook = await make(["MODEL_VERSION.CREATED"], { status: "DISABLED" });
    answers.push(...codes);
    const first = await test.call(editor, { id: hook.id });
    const again = await replay.call(editor, { id: first.deliveryId });
    return { hook, first, again };
  }
  it("are four at most while the other side is busy, each with the same id and body", async () => {
    const { hook, again } = await sent([204, 503, 429, 500, 502]);
    for (let i = 0; i < 6; i++)
      await deliver(harness.runtime, { deliveryId: again.id, workspaceId: workspace.id });
    const kept = await lastOf(hook.id);
    expect(kept).toMatchObject({ kind: "replay", state: "failed" });
    expect(kept?.attempts.map(({ status }) => status)).toEqual([503, 429, 500, 502]);
    const ids = received.slice(1).map(({ headers }) => headers["x-mlflow-delivery-id"]);
    expect(new Set(ids)).toEqual(new Set([again.id]));
  });
  it("end with the first success, and with a refusal that will not change", async () => {
    const fine = await sent([204, 503]);
    for (let i = 0; i < 4; i++)
      await deliver(harness.runtime, { deliveryId: fine.again.id, workspaceId: workspace.id });
    expect(await lastOf(fine.hook.id)).toMatchObject({ state: "delivered", attempts: [{}, {}] });
    const refused = await sent([204, 410]);
    await deliver(harness.runtime, { deliveryId: refused.again.id, workspaceId: workspace.id });
    expect(await lastOf(refused.hook.id)).toMatchObject({ state: "failed", attempts: [{ status: 410 }] });
  });
  it("of ten workers at the same moment are one", async () => {
    const { again } = await sent([204]);
    received.length = 0;
    const place = { deliveryId: again.id, workspaceId: workspace.id };
    await Promise.all(Array.from({ length: 10 }, () => deliver(harness.runtime, place)));
    expect(received).toHaveLength(1);
  });
});

describe("a test", () => {
  it("says at once what came back, also of a disabled one", async () => {
    const hook = await make(["MODEL_VERSION.CREATED"], { status: "DISABLED" });
    answers.push(418);
    const result = await test.call(editor, { id: hook.id, event: "PROMOTION.DECIDED" });
    expect(result).toMatchObject({ success: false, status: 418 });
    expect(JSON.parse(received[0]?.body ?? "")).toMatchObject({ entity: "promotion", action: "decided" });
  });
});

describe("the address", () => {
  it.each([
    "http://example.com/hook",
    "https://127.0.0.1/hook",
    "https://[::1]/hook",
    "https://169.254.169.254/x",
    "https://user:pass@example.com/",
    "ftp://example.com",
  ])("400 for %s, unless the operator allows it", async (address) => {
    const { webhooks: _, ...runtime } = harness.runtime;
    const input = { name: "hook", url: address, events: ["MODEL_VERSION.CREATED" as const] };
    await expect(create.call({ ...editor, runtime }, input)).rejects.toMatchObject({ code: "invalid" });
  });
});

it("the secret never leaves, and is not stored as it is", async () => {
  const { id } = await make(["MODEL_VERSION.CREATED"]);
  expect(JSON.stringify(await get.call(editor, { id }))).not.toContain(secret);
  const row = await harness.runtime.database.webhook.findFirst({ where: { id } });
  expect(JSON.stringify(row)).not.toContain(secret);
  const events = await harness.runtime.database.auditEvent.findMany({ where: { subjectId: id } });
  expect(
    JSON.stringify(events, (_key, value) => (typeof value === "bigint" ? Number(value) : value)),
  ).not.toContain(secret);
});
