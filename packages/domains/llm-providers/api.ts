import { defineSurface } from "../api.ts";
import { create } from "./create.ts";
import { get, health, list } from "./read.ts";
import { disable, enable, remove } from "./switch.ts";
import { models, test } from "./test.ts";
import { update } from "./update.ts";

export const surface = defineSurface(
  "llm-providers",
  { title: "Providers", description: "Who runs language models, and the credentials to ask them with." },
  [
    { method: "GET", path: "/providers", verb: list, summary: "List providers, newest first" },
    {
      method: "POST",
      path: "/providers",
      verb: create,
      summary: "Add a provider; its credential is tried first",
      status: 201,
    },
    {
      method: "GET",
      path: "/providers/health",
      verb: health,
      summary: "How providers did in the last minutes",
    },
    { method: "GET", path: "/providers/{id}", verb: get, summary: "One provider, without its secrets" },
    {
      method: "PATCH",
      path: "/providers/{id}",
      verb: update,
      summary: "Change it, or replace its credential",
    },
    { method: "DELETE", path: "/providers/{id}", verb: remove, summary: "Delete one that no route uses" },
    { method: "POST", path: "/providers/{id}/test", verb: test, summary: "Make one cheap call now" },
    { method: "GET", path: "/providers/{id}/models", verb: models, summary: "What it offers now" },
    { method: "POST", path: "/providers/{id}/enable", verb: enable, summary: "Send calls to it again" },
    { method: "POST", path: "/providers/{id}/disable", verb: disable, summary: "Send no calls to it" },
  ],
);
