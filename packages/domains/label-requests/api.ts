import { defineSurface } from "../api.ts";
import { bypass, create } from "./create.ts";
import { approve, cancel, comment, recheck, reject } from "./decide.ts";
import { evidence, get, list, timeline } from "./read.ts";

export const surface = defineSurface(
  "label-requests",
  {
    title: "Label requests",
    description: "Requests to move a protected label of a prompt: checks, evidence, a second person.",
  },
  [
    { method: "GET", path: "/label-requests", verb: list, summary: "List requests, newest first" },
    {
      method: "POST",
      path: "/label-requests",
      verb: create,
      summary: "Ask to move a protected label",
      status: 201,
    },
    {
      method: "POST",
      path: "/label-requests/bypass",
      verb: bypass,
      summary: "Move it as an owner, with a reason",
      status: 201,
    },
    { method: "GET", path: "/label-requests/{id}", verb: get, summary: "One request with its checks" },
    {
      method: "GET",
      path: "/label-requests/{id}/evidence",
      verb: evidence,
      summary: "Both versions and how they do in production",
    },
    {
      method: "GET",
      path: "/label-requests/{id}/timeline",
      verb: timeline,
      summary: "What was said and done",
    },
    { method: "POST", path: "/label-requests/{id}/approve", verb: approve, summary: "Move the label" },
    { method: "POST", path: "/label-requests/{id}/reject", verb: reject, summary: "Say no, and why" },
    { method: "POST", path: "/label-requests/{id}/cancel", verb: cancel, summary: "Take it back" },
    { method: "POST", path: "/label-requests/{id}/recheck", verb: recheck, summary: "Run the checks again" },
    { method: "POST", path: "/label-requests/{id}/comment", verb: comment, summary: "Add to its timeline" },
  ],
);
