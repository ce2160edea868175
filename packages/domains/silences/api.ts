import { defineSurface } from "../api.ts";
import { create } from "./create.ts";
import { expire } from "./expire.ts";
import { get, list } from "./read.ts";
import { update } from "./update.ts";

export const surface = defineSurface(
  "silences",
  { title: "Silences", description: "Alerts that match stay visible, and quiet, until the silence ends." },
  [
    { method: "GET", path: "/silences", verb: list, summary: "List silences, newest first" },
    { method: "POST", path: "/silences", verb: create, summary: "Silence what matches", status: 201 },
    { method: "GET", path: "/silences/{id}", verb: get, summary: "One silence" },
    { method: "PATCH", path: "/silences/{id}", verb: update, summary: "Change one that has not ended" },
    { method: "POST", path: "/silences/{id}/expire", verb: expire, summary: "End it now" },
  ],
);
