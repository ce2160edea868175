import { newId } from "@triops/kernel/ids";
import type { Caller } from "../runtime.ts";
import type { Samples } from "../testing.ts";
import { create } from "./create.ts";
import type { Webhook } from "./schemas.ts";

export const makeWebhook = (caller: Caller): Promise<Webhook> =>
  create.call(caller, {
    name: "registry",
    // Never resolves (RFC 6761 §6.4).
    url: "https://hook.invalid/",
    events: ["MODEL_VERSION.CREATED"],
    secret: "not told to anybody",
  });

const ofOne =
  (more: Record<string, unknown> = {}) =>
  async (caller: Caller) => ({ id: (await makeWebhook(caller)).id, ...more });
const ofDelivery = async (caller: Caller) => {
  const { id } = await makeWebhook(caller);
  const { context, runtime } = caller;
  const row = await runtime.database.webhookDelivery.create({
    data: {
      id: newId(),
      workspaceId: context.workspaceId,
      webhookId: id,
      event: "MODEL_VERSION.CREATED",
      body: "{}",
      state: "failed",
      attempts: [],
    },
  });
  return { id: row.id };
};

export const samples: Samples = {
  "webhooks.create": async () => ({
    name: "registry",
    url: "https://example.com/hook",
    events: ["MODEL_VERSION.CREATED"],
  }),
  "webhooks.get": ofOne(),
  "webhooks.update": ofOne({ status: "DISABLED" }),
  "webhooks.delete": ofOne(),
  "webhooks.test": ofOne(),
  "webhooks.deliveries": ofOne(),
  "webhooks.get-delivery": ofDelivery,
  "webhooks.replay": ofDelivery,
};
