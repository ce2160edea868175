import { defineSurface } from "../api.ts";
import { create } from "./create.ts";
import { get, list } from "./read.ts";
import { revoke, rotate } from "./rotate.ts";
import { createTeam, getTeam, listTeams, removeTeam, updateTeam } from "./teams.ts";
import { update } from "./update.ts";
import { getWorkspaceLimits, setWorkspaceLimits } from "./workspace-limits.ts";

export const surface = defineSurface(
  "virtual-keys",
  {
    title: "Virtual keys",
    description:
      "Keys for model calls with allowed routes, rates and spend limits; teams and the workspace limit them too.",
  },
  [
    { method: "GET", path: "/virtual-keys", verb: list, summary: "List virtual keys with what they spent" },
    {
      method: "POST",
      path: "/virtual-keys",
      verb: create,
      summary: "Make a virtual key, shown once",
      status: 201,
    },
    { method: "GET", path: "/virtual-keys/{id}", verb: get, summary: "One virtual key, without its secret" },
    { method: "PATCH", path: "/virtual-keys/{id}", verb: update, summary: "Change its limits" },
    {
      method: "POST",
      path: "/virtual-keys/{id}/rotate",
      verb: rotate,
      summary: "Replace its text; limits and spend stay",
      status: 201,
    },
    { method: "POST", path: "/virtual-keys/{id}/revoke", verb: revoke, summary: "End it now" },
    { method: "GET", path: "/teams", verb: listTeams, summary: "List teams with what they spent" },
    { method: "POST", path: "/teams", verb: createTeam, summary: "Make a team", status: 201 },
    { method: "GET", path: "/teams/{id}", verb: getTeam, summary: "One team" },
    { method: "PATCH", path: "/teams/{id}", verb: updateTeam, summary: "Change its limits" },
    { method: "DELETE", path: "/teams/{id}", verb: removeTeam, summary: "Delete a team without keys" },
    {
      method: "GET",
      path: "/llm-limits",
      verb: getWorkspaceLimits,
      summary: "What binds all model calls of the workspace",
    },
    { method: "PATCH", path: "/llm-limits", verb: setWorkspaceLimits, summary: "Set the workspace's limits" },
  ],
);
