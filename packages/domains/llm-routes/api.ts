import { defineSurface } from "../api.ts";
import { create } from "./create.ts";
import { breakers, get, list } from "./read.ts";
import { disable, enable, remove } from "./switch.ts";
import { update } from "./update.ts";

export const surface = defineSurface(
  "llm-routes",
  {
    title: "Routes",
    description: "Names that callers use as a model, and which providers' models answer under them.",
  },
  [
    { method: "GET", path: "/routes", verb: list, summary: "List routes, newest first" },
    { method: "POST", path: "/routes", verb: create, summary: "Make a route", status: 201 },
    { method: "GET", path: "/routes/{id}", verb: get, summary: "One route with its targets" },
    { method: "PATCH", path: "/routes/{id}", verb: update, summary: "Change it" },
    { method: "DELETE", path: "/routes/{id}", verb: remove, summary: "Delete it" },
    { method: "GET", path: "/routes/{id}/breakers", verb: breakers, summary: "Targets closed off right now" },
    { method: "POST", path: "/routes/{id}/enable", verb: enable, summary: "Answer calls again" },
    { method: "POST", path: "/routes/{id}/disable", verb: disable, summary: "Refuse calls" },
  ],
);
