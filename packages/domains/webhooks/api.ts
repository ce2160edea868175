import { defineSurface } from "../api.ts";
import { create, remove, update } from "./create.ts";
import { deliveries, get, getDelivery, list } from "./read.ts";
import { replay, test } from "./test.ts";

export const surface = defineSurface(
  "webhooks",
  {
    title: "Webhooks",
    description:
      "Where the registry tells of its events, signed as MLflow signs them, with a log and replay.",
  },
  [
    { method: "GET", path: "/webhooks", verb: list, summary: "List webhooks, newest first" },
    { method: "POST", path: "/webhooks", verb: create, summary: "Make a webhook", status: 201 },
    { method: "GET", path: "/webhooks/{id}", verb: get, summary: "One webhook" },
    { method: "PATCH", path: "/webhooks/{id}", verb: update, summary: "Change it" },
    { method: "DELETE", path: "/webhooks/{id}", verb: remove, summary: "Delete it with its log" },
    { method: "POST", path: "/webhooks/{id}/test", verb: test, summary: "Send an example now" },
    { method: "GET", path: "/webhooks/{id}/deliveries", verb: deliveries, summary: "What was sent to it" },
    { method: "GET", path: "/webhook-deliveries/{id}", verb: getDelivery, summary: "One delivery" },
    {
      method: "POST",
      path: "/webhook-deliveries/{id}/replay",
      verb: replay,
      summary: "Send a delivery again",
      status: 201,
    },
  ],
);
