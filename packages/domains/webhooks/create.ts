import { newId } from "@triops/kernel/ids";
import { idInput } from "../paging.ts";
import { defineVerb } from "../verb.ts";
import { createInput, updateInput, webhook } from "./schemas.ts";
import { auditView, requireAddress, requireRoom, requireWebhook, sealSecret, shown } from "./store.ts";

/** @throws invalid for an address that may not be called, limitReached */
export const create = defineVerb({
  name: "webhooks.create",
  permission: "webhooks:write",
  input: createInput,
  output: webhook,
  run: async (work, { secret, ...given }) => {
    const { db, context, runtime } = work;
    const { workspaceId, actor, now } = context;
    requireAddress(runtime, given.url);
    await requireRoom(db);
    const id = newId();
    const row = await db.webhook.create({
      data: {
        ...given,
        id,
        workspaceId,
        secret: sealSecret(runtime, workspaceId, id, secret),
        createdById: actor.id,
        createdByName: actor.name,
        createdAt: now,
        updatedAt: now,
      },
    });
    work.audit({ subject: { type: "webhook", id }, after: auditView(row) });
    return shown(row);
  },
});

/** What is not named stays. @throws invalid for an address that may not be called */
export const update = defineVerb({
  name: "webhooks.update",
  permission: "webhooks:write",
  input: updateInput,
  output: webhook,
  run: async (work, { id, secret, ...given }) => {
    const { db, context, runtime } = work;
    const before = await requireWebhook(db, id);
    if (given.url !== undefined) requireAddress(runtime, given.url);
    const { name, url, events, description, status } = given;
    const after = await db.webhook.update({
      where: { id },
      data: {
        name: name ?? before.name,
        url: url ?? before.url,
        events: events ?? before.events,
        description: description ?? before.description,
        status: status ?? before.status,
        secret: secret === undefined ? before.secret : sealSecret(runtime, context.workspaceId, id, secret),
        updatedAt: context.now,
      },
    });
    work.audit({ subject: { type: "webhook", id }, before: auditView(before), after: auditView(after) });
    return shown(after);
  },
});

/** With its log. */
export const remove = defineVerb({
  name: "webhooks.delete",
  permission: "webhooks:write",
  input: idInput,
  output: webhook,
  run: async (work, { id }) => {
    const row = await requireWebhook(work.db, id);
    await work.db.webhookDelivery.deleteMany({ where: { webhookId: id } });
    await work.db.webhook.deleteMany({ where: { id } });
    work.audit({ subject: { type: "webhook", id }, before: auditView(row) });
    return shown(row);
  },
});
