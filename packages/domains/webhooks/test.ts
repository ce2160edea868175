import { newId } from "@triops/kernel/ids";
import { defineVerb } from "../verb.ts";
import { exampleOf } from "./bodies.ts";
import { deliver } from "./deliver.ts";
import { delivery, replayInput, testInput, testResult } from "./schemas.ts";
import {
  addDelivery,
  attemptsOf,
  requireDelivery,
  requireWebhook,
  sendAfterCommit,
  shownDelivery,
} from "./store.ts";

/** Writes the message down; what it came to is not known yet. */
const begin = defineVerb({
  name: "webhooks.test",
  permission: "webhooks:write",
  input: testInput,
  output: testResult,
  run: async (work, { id, event }) => {
    const webhook = await requireWebhook(work.db, id);
    const chosen = event ?? webhook.events[0] ?? "REGISTERED_MODEL.CREATED";
    const deliveryId = await addDelivery(work, {
      webhook,
      event: chosen,
      data: exampleOf(chosen),
      kind: "test",
    });
    work.audit({ subject: { type: "webhook", id }, after: { name: webhook.name, tested: chosen } });
    return { success: false, status: null, reply: null, error: "It is being sent", deliveryId };
  },
});

/** Sends an example at once and says what came back: one try, outside of any transaction, also when it is disabled. */
export const test: typeof begin = {
  ...begin,
  async call(caller, input) {
    const begun = await begin.call(caller, input);
    const { workspaceId } = caller.context;
    const row = await deliver(caller.runtime, { deliveryId: begun.deliveryId, workspaceId });
    const last = row ? attemptsOf(row).at(-1) : undefined;
    if (!row || !last) return begun;
    const { status, reply, error } = last;
    return { success: row.state === "delivered", status, reply, error, deliveryId: begun.deliveryId };
  },
};

/** Sends a delivery again, word for word, under an id of its own. */
export const replay = defineVerb({
  name: "webhooks.replay",
  permission: "webhooks:write",
  input: replayInput,
  output: delivery,
  run: async (work, { id }) => {
    const { db, context } = work;
    const before = await requireDelivery(db, id);
    const webhook = await requireWebhook(db, before.webhookId);
    const row = await db.webhookDelivery.create({
      data: {
        id: newId(),
        workspaceId: context.workspaceId,
        webhookId: webhook.id,
        event: before.event,
        kind: "replay",
        body: before.body,
        state: "pending",
        attempts: [],
        replayOf: before.id,
      },
    });
    work.audit({
      subject: { type: "webhook", id: webhook.id },
      after: { name: webhook.name, replayed: before.id, event: before.event },
    });
    sendAfterCommit(work, row.id);
    return shownDelivery(row);
  },
});
