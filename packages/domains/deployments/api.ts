import { defineSurface } from "../api.ts";
import { create } from "./create.ts";
import { get, list, live, revisions } from "./read.ts";
import { remove } from "./remove.ts";
import { rollBack } from "./roll-back.ts";
import { route } from "./route.ts";
import { disable, enable } from "./switch.ts";
import { tryOut } from "./try.ts";
import { update } from "./update.ts";

export const surface = defineSurface(
  "deployments",
  {
    title: "Deployments",
    description: "Names that inference requests are sent to, and which model versions answer them.",
  },
  [
    { method: "GET", path: "/deployments", verb: list, summary: "List deployments, newest first" },
    {
      method: "POST",
      path: "/deployments",
      verb: create,
      summary: "Serve versions under a name",
      status: 201,
    },
    { method: "GET", path: "/deployments/live", verb: live, summary: "How some of them do now" },
    { method: "GET", path: "/deployments/{id}", verb: get, summary: "One deployment" },
    { method: "PATCH", path: "/deployments/{id}", verb: update, summary: "Change its settings" },
    { method: "DELETE", path: "/deployments/{id}", verb: remove, summary: "Give the name up" },
    {
      method: "GET",
      path: "/deployments/{id}/revisions",
      verb: revisions,
      summary: "Everything it ever was, newest first",
    },
    {
      method: "POST",
      path: "/deployments/{id}/route",
      verb: route,
      summary: "Say who answers, with which share",
    },
    {
      method: "POST",
      path: "/deployments/{id}/roll-back",
      verb: rollBack,
      summary: "Go back to what was before, or to a revision",
    },
    { method: "GET", path: "/deployments/{id}/try", verb: tryOut, summary: "Ask it once, as a caller would" },
    { method: "POST", path: "/deployments/{id}/enable", verb: enable, summary: "Answer requests again" },
    { method: "POST", path: "/deployments/{id}/disable", verb: disable, summary: "Answer no requests" },
  ],
);
