import { defineSurface } from "../api.ts";
import { acknowledge } from "./acknowledge.ts";
import { assign } from "./assign.ts";
import { comment } from "./comment.ts";
import { create } from "./create.ts";
import { get, list, timeline } from "./read.ts";
import { reopen } from "./reopen.ts";
import { resolve } from "./resolve.ts";
import { takeAlerts } from "./take-alerts.ts";
import { update } from "./update.ts";

export const surface = defineSurface(
  "incidents",
  {
    title: "Incidents",
    description: "What people work on: alerts that belong together, and what was done about them.",
  },
  [
    { method: "GET", path: "/incidents", verb: list, summary: "List incidents, newest first" },
    { method: "POST", path: "/incidents", verb: create, summary: "Declare an incident", status: 201 },
    { method: "GET", path: "/incidents/{id}", verb: get, summary: "One incident" },
    { method: "PATCH", path: "/incidents/{id}", verb: update, summary: "Change title or severity" },
    {
      method: "GET",
      path: "/incidents/{id}/timeline",
      verb: timeline,
      summary: "Its timeline, newest first",
    },
    {
      method: "POST",
      path: "/incidents/{id}/acknowledge",
      verb: acknowledge,
      summary: "Say that you are on it",
    },
    { method: "POST", path: "/incidents/{id}/assign", verb: assign, summary: "Name who leads" },
    { method: "POST", path: "/incidents/{id}/comment", verb: comment, summary: "Add to the timeline" },
    { method: "POST", path: "/incidents/{id}/alerts", verb: takeAlerts, summary: "Move alerts into it" },
    { method: "POST", path: "/incidents/{id}/resolve", verb: resolve, summary: "Say that it is over" },
    { method: "POST", path: "/incidents/{id}/reopen", verb: reopen, summary: "Say that it is not over" },
  ],
);
