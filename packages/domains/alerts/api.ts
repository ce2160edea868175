import { defineSurface } from "../api.ts";
import { claim } from "./claim.ts";
import { get, groups, history, list, match, summary } from "./read.ts";
import { resolve } from "./resolve.ts";
import { resolveMany } from "./resolve-many.ts";

export const surface = defineSurface(
  "alerts",
  { title: "Alerts", description: "Claims that something is wrong, open until resolved, kept for ever." },
  [
    { method: "GET", path: "/alerts", verb: list, summary: "List alerts, newest first" },
    { method: "POST", path: "/alerts", verb: claim, summary: "Claim alerts, as another system would" },
    { method: "GET", path: "/alerts/summary", verb: summary, summary: "How many are open" },
    { method: "GET", path: "/alerts/groups", verb: groups, summary: "Open alerts by a label" },
    { method: "GET", path: "/alerts/match", verb: match, summary: "What a silence would hold" },
    { method: "POST", path: "/alerts/resolve", verb: resolveMany, summary: "End several by hand" },
    { method: "GET", path: "/alerts/{id}", verb: get, summary: "One alert with its evidence" },
    {
      method: "GET",
      path: "/alerts/{id}/history",
      verb: history,
      summary: "What happened to it, newest first",
    },
    { method: "POST", path: "/alerts/{id}/resolve", verb: resolve, summary: "End it by hand" },
  ],
);
