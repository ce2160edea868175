import { defineSurface } from "../api.ts";
import { get, history, list } from "./read.ts";
import { resolve } from "./resolve.ts";

export const surface = defineSurface(
  "alerts",
  { title: "Alerts", description: "Claims that something is wrong, open until resolved, kept for ever." },
  [
    { method: "GET", path: "/alerts", verb: list, summary: "List alerts, newest first" },
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
