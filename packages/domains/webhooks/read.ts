import { z } from "zod";
import { idInput, pageQuery, pageResult } from "../paging.ts";
import { defineQuery } from "../verb.ts";
import { delivery, deliveryListInput, deliveryPage, listInput, webhook, webhookPage } from "./schemas.ts";
import { requireDelivery, requireWebhook, shown, shownDelivery } from "./store.ts";

export const list = defineQuery({
  name: "webhooks.list",
  permission: "webhooks:read",
  input: listInput,
  output: webhookPage,
  run: async ({ db }, page) => pageResult(await db.webhook.findMany(pageQuery(page)), page, shown),
});

/** The same with the longer pages of MLflow's API. */
export const listPage = defineQuery({
  name: "webhooks.list-page",
  permission: "webhooks:read",
  input: z.object({ cursor: z.uuid().optional(), limit: z.int().min(1).max(1_000) }),
  output: webhookPage,
  run: async ({ db }, page) => pageResult(await db.webhook.findMany(pageQuery(page)), page, shown),
});

export const get = defineQuery({
  name: "webhooks.get",
  permission: "webhooks:read",
  input: idInput,
  output: webhook,
  run: async ({ db }, { id }) => shown(await requireWebhook(db, id)),
});

/** What was sent to it, newest first. */
export const deliveries = defineQuery({
  name: "webhooks.deliveries",
  permission: "webhooks:read",
  input: deliveryListInput,
  output: deliveryPage,
  run: async ({ db }, { id, state, event, ...page }) => {
    await requireWebhook(db, id);
    const { where, ...query } = pageQuery(page);
    const rows = await db.webhookDelivery.findMany({
      ...query,
      where: { ...where, webhookId: id, ...(state ? { state } : {}), ...(event ? { event } : {}) },
    });
    return pageResult(rows, page, shownDelivery);
  },
});

export const getDelivery = defineQuery({
  name: "webhooks.get-delivery",
  permission: "webhooks:read",
  input: idInput,
  output: delivery,
  run: async ({ db }, { id }) => shownDelivery(await requireDelivery(db, id)),
});
