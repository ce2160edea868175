import { defineSurface } from "../api.ts";
import { create } from "./create.ts";
import { get, list } from "./read.ts";
import { update } from "./update.ts";

export const surface = defineSurface(
  "workspaces",
  { title: "Workspaces", description: "The tenants of an installation. Everything belongs to one." },
  [
    { method: "GET", path: "/workspaces", verb: list, summary: "List the workspaces you belong to" },
    {
      method: "POST",
      path: "/workspaces",
      verb: create,
      summary: "Make a workspace of your own",
      status: 201,
    },
    { method: "GET", path: "/workspaces/{id}", verb: get, summary: "The workspace you are in" },
    { method: "PATCH", path: "/workspaces/{id}", verb: update, summary: "Change name, retention or limits" },
  ],
);
