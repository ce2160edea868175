import { defineSurface } from "../api.ts";
import { create } from "./create.ts";
import { get, list } from "./read.ts";
import { remove } from "./remove.ts";
import { update } from "./update.ts";

export const surface = defineSurface(
  "saved-views",
  {
    title: "Saved views",
    description: "Questions that people keep: the query string of a screen, private or shared.",
  },
  [
    { method: "GET", path: "/saved-views", verb: list, summary: "List your own and the shared ones" },
    { method: "POST", path: "/saved-views", verb: create, summary: "Keep a question", status: 201 },
    { method: "GET", path: "/saved-views/{id}", verb: get, summary: "One saved view" },
    { method: "PATCH", path: "/saved-views/{id}", verb: update, summary: "Rename, replace or share it" },
    { method: "DELETE", path: "/saved-views/{id}", verb: remove, summary: "Forget it" },
  ],
);
