import type { Caller } from "@triops/domains/runtime";
import { create as createWebhook } from "@triops/domains/webhooks/create";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Fields, type MlflowClient, openMlflow } from "./client.testing.ts";

let mlflow: MlflowClient;
let owner: Caller;
beforeAll(async () => {
  mlflow = await openMlflow();
  owner = await mlflow.harness.callerAs(mlflow.home, "owner");
});
afterAll(() => mlflow?.harness.close());

async function call(method: string, path: string, fields?: Fields) {
  const { status, body } = await mlflow.call(method, `/mlflow/${path}`, fields);
  return { status, body: body as Record<string, never> };
}

const given = {
  name: "hook",
  url: "https://example.com/hook",
  events: [{ entity: "MODEL_VERSION", action: "CREATED" }],
  secret: "whisper",
};

const { secret: _, ...shown } = given;

describe("webhooks of MLflow's API", () => {
  it("are made, read, changed and deleted; the secret never comes back", async () => {
    const made = await call("POST", "webhooks", given);
    expect(made).toMatchObject({
      status: 200,
      body: { webhook: { ...shown, status: "ACTIVE" } },
    });
    expect(JSON.stringify(made.body)).not.toContain("whisper");
    const id = (made.body as unknown as { webhook: { webhook_id: string } }).webhook.webhook_id;
    const changed = await call("PATCH", `webhooks/${id}`, { status: "DISABLED", name: "other" });
    expect(changed.body).toMatchObject({
      webhook: { status: "DISABLED", name: "other", events: given.events },
    });
    expect((await call("GET", `webhooks/${id}`)).body).toMatchObject({ webhook: { webhook_id: id } });
    expect(await call("DELETE", `webhooks/${id}`)).toEqual({ status: 200, body: {} });
    expect(await call("GET", `webhooks/${id}`)).toEqual({
      status: 404,
      body: { error_code: "RESOURCE_DOES_NOT_EXIST", message: `Webhook with ID ${id} not found.` },
    });
  });
  it("with events that only we have are left out of the list, whose clients would refuse it", async () => {
    await createWebhook.call(owner, { name: "ours", url: given.url, events: ["PROMOTION.DECIDED"] });
    await createWebhook.call(owner, {
      name: "both",
      url: given.url,
      events: ["PROMOTION.DECIDED", "MODEL_VERSION_TAG.SET"],
    });
    const { webhooks } = (await call("GET", "webhooks?max_results=10")).body as unknown as {
      webhooks: { name: string; events: object[] }[];
    };
    expect(webhooks.map(({ name, events }) => [name, events])).toEqual([
      ["both", [{ entity: "MODEL_VERSION_TAG", action: "SET" }]],
    ]);
  });
  it.each([
    [{ ...given, events: [] }, "Missing value for required parameter 'events'"],
    [{ ...given, events: [{ entity: "MODEL", action: "EATEN" }] }, "Invalid event"],
    [{ ...given, name: "-bad-" }, "Invalid value for parameter 'name'"],
    [{ ...given, url: "http://example.com" }, "Only https"],
    [{ ...given, url: "https://127.0.0.1" }, "not allowed"],
    [{ ...given, status: "SLEEPY" }, "for parameter 'status' supplied"],
  ])("400 for %j", async (fields, text) => {
    expect(await call("POST", "webhooks", fields)).toMatchObject({
      status: 400,
      body: { error_code: "INVALID_PARAMETER_VALUE", message: expect.stringContaining(text) },
    });
  });
});
