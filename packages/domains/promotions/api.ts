import { defineSurface } from "../api.ts";
import { bypass } from "./bypass.ts";
import { create } from "./create.ts";
import { approve, cancel, comment, recheck, reject } from "./decide.ts";
import { get, list, timeline } from "./read.ts";

export const surface = defineSurface(
  "promotions",
  {
    title: "Promotions",
    description: "Requests to move a protected alias: checks, and a second person who decides.",
  },
  [
    { method: "GET", path: "/promotions", verb: list, summary: "List requests, newest first" },
    {
      method: "POST",
      path: "/promotions",
      verb: create,
      summary: "Ask to move a protected alias",
      status: 201,
    },
    {
      method: "POST",
      path: "/promotions/bypass",
      verb: bypass,
      summary: "Move it as an owner, with a reason",
      status: 201,
    },
    { method: "GET", path: "/promotions/{id}", verb: get, summary: "One request with its checks" },
    { method: "GET", path: "/promotions/{id}/timeline", verb: timeline, summary: "What was said and done" },
    { method: "POST", path: "/promotions/{id}/approve", verb: approve, summary: "Move the alias" },
    { method: "POST", path: "/promotions/{id}/reject", verb: reject, summary: "Say no, and why" },
    { method: "POST", path: "/promotions/{id}/cancel", verb: cancel, summary: "Take it back" },
    { method: "POST", path: "/promotions/{id}/recheck", verb: recheck, summary: "Run the checks again" },
    { method: "POST", path: "/promotions/{id}/comment", verb: comment, summary: "Add to its timeline" },
  ],
);
