import { create, remove, update } from "@triops/domains/webhooks/create";
import { get, listPage } from "@triops/domains/webhooks/read";
import { foreignEvents, mlflowEvents } from "@triops/domains/webhooks/rules";
import type { Webhook } from "@triops/domains/webhooks/schemas";
import { test } from "@triops/domains/webhooks/test";
import { invalid, isTriopsError } from "@triops/kernel/errors";
import { MlflowRefusal } from "./answers.ts";
import { type Input, pageSize } from "./input.ts";
import { operation } from "./operation.ts";
import { inMlflowWords } from "./registry-lookup.ts";

type KnownEvent = (typeof mlflowEvents)[number] | (typeof foreignEvents)[number];
/** What MLflow's clients know; they refuse a webhook with any other name. */
const known: readonly KnownEvent[] = [...mlflowEvents, ...foreignEvents];

const shownEvents = (webhook: Webhook) =>
  webhook.events
    .filter((event) => (known as readonly string[]).includes(event))
    .map((event) => {
      const [entity = "", action = ""] = event.split(".");
      return { entity, action };
    });

const wire = (webhook: Webhook) => ({
  webhook_id: webhook.id,
  name: webhook.name,
  description: webhook.description || null,
  url: webhook.url,
  events: shownEvents(webhook),
  status: webhook.status,
  creation_timestamp: Date.parse(webhook.createdAt),
  last_updated_timestamp: Date.parse(webhook.updatedAt),
});

/** `{entity, action}` in any case. @throws invalid */
function eventIn(item: Input): KnownEvent {
  const name = `${item.requiredText("entity")}.${item.requiredText("action")}`.toUpperCase();
  const event = known.find((one) => one === name);
  if (!event) throw invalid(`Invalid event '${name.slice(0, 100)}'. Valid events are ${known.join(", ")}.`);
  return event;
}

const statusIn = (input: Input) => input.choice("status", ["ACTIVE", "DISABLED"]);

/** What is not a webhook's id is nobody's webhook. */
async function ofWebhook<T>(id: string, work: (id: string) => Promise<T>): Promise<T> {
  const missing = new MlflowRefusal(404, "RESOURCE_DOES_NOT_EXIST", `Webhook with ID ${id} not found.`);
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw missing;
  try {
    return await inMlflowWords(work(id));
  } catch (error) {
    throw isTriopsError(error) && error.code === "not_found" ? missing : error;
  }
}

export const webhookOperations = [
  operation("POST", "/webhooks", "webhooks:write", async ({ caller, input }) => {
    const given = {
      name: input.requiredText("name"),
      url: input.requiredText("url"),
      events: eventsIn(input),
      description: input.text("description") ?? "",
      secret: input.text("secret") || null,
      status: statusIn(input) ?? "ACTIVE",
    } as const;
    return { webhook: wire(await inMlflowWords(create.call(caller, given))) };
  }),
  operation("GET", "/webhooks", "webhooks:read", async ({ caller, input }) => {
    const limit = pageSize(input, 100, 1_000);
    const cursor = input.text("page_token") || undefined;
    const { data, nextCursor } = await inMlflowWords(listPage.call(caller, { limit, cursor }));
    // One that only asks for events of ours would make the client fail on the whole list.
    return {
      webhooks: data.map(wire).filter(({ events }) => events.length > 0),
      next_page_token: nextCursor,
    };
  }),
  operation("GET", "/webhooks/{id}", "webhooks:read", async ({ caller, path }) => ({
    webhook: await ofWebhook(path.id ?? "", async (id) => wire(await get.call(caller, { id }))),
  })),
  operation("PATCH", "/webhooks/{id}", "webhooks:write", async ({ caller, input, path }) => {
    const change = {
      name: input.text("name") || undefined,
      url: input.text("url") || undefined,
      events: input.items("events").length > 0 ? eventsIn(input) : undefined,
      description: input.text("description"),
      secret: input.has("secret") ? input.text("secret") || null : undefined,
      status: statusIn(input),
    };
    return {
      webhook: await ofWebhook(path.id ?? "", async (id) =>
        wire(await update.call(caller, { ...change, id })),
      ),
    };
  }),
  operation("DELETE", "/webhooks/{id}", "webhooks:write", async ({ caller, path }) => {
    await ofWebhook(path.id ?? "", (id) => remove.call(caller, { id }));
    return {};
  }),
  operation("POST", "/webhooks/{id}/test", "webhooks:write", async ({ caller, input, path }) => {
    const asked = input.item("event");
    const event = asked ? eventIn(asked) : undefined;
    const tried = await ofWebhook(path.id ?? "", (id) => test.call(caller, { id, event }));
    return {
      result: {
        success: tried.success,
        response_status: tried.status,
        response_body: tried.reply,
        error_message: tried.error,
      },
    };
  }),
];

function eventsIn(input: Input): KnownEvent[] {
  const items = input.items("events");
  if (items.length === 0) throw invalid("Missing value for required parameter 'events'.");
  return items.map(eventIn);
}
