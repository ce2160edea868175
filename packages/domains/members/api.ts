import { defineSurface } from "../api.ts";
import { changeRole } from "./change-role.ts";
import { invite, withdraw } from "./invite.ts";
import { get, list, listInvitations } from "./read.ts";
import { remove } from "./remove.ts";

export const surface = defineSurface(
  "members",
  { title: "Members", description: "The people of a workspace, their roles, and open invitations." },
  [
    { method: "GET", path: "/members", verb: list, summary: "List members, newest first" },
    { method: "POST", path: "/members/invite", verb: invite, summary: "Invite somebody", status: 201 },
    { method: "GET", path: "/members/invitations", verb: listInvitations, summary: "List open invitations" },
    {
      method: "DELETE",
      path: "/members/invitations/{id}",
      verb: withdraw,
      summary: "Take an invitation back",
    },
    { method: "GET", path: "/members/{id}", verb: get, summary: "One member" },
    { method: "POST", path: "/members/{id}/change-role", verb: changeRole, summary: "Give another role" },
    { method: "DELETE", path: "/members/{id}", verb: remove, summary: "Take somebody out of the workspace" },
  ],
);
