import { defineSurface } from "../api.ts";
import { get, list, verify } from "./read.ts";

export const surface = defineSurface(
  "audit-events",
  {
    title: "Audit",
    description: "Every change: who, what, before and after, from where. Only ever added to.",
  },
  [
    { method: "GET", path: "/audit-events", verb: list, summary: "List changes, newest first" },
    {
      method: "GET",
      path: "/audit-events/verify",
      verb: verify,
      summary: "Check that no row was edited, dropped or moved",
    },
    { method: "GET", path: "/audit-events/{id}", verb: get, summary: "One change" },
  ],
);
