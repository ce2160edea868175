import { defineSurface } from "../api.ts";
import { get, list } from "./read.ts";
import { createSession, getSession, listSessions, removeSession, updateSession } from "./sessions.ts";
import { stop } from "./stop.ts";

export const surface = defineSurface(
  "prompt-runs",
  {
    title: "Prompt runs",
    description:
      "What prompts answered when Triops itself ran them, and the playground sessions they came from. Runs are started at POST /api/v1/prompt-runs/stream, which answers with server-sent events.",
  },
  [
    { method: "GET", path: "/prompt-runs", verb: list, summary: "List runs, newest first" },
    { method: "GET", path: "/prompt-runs/{id}", verb: get, summary: "One run with what was asked" },
    { method: "POST", path: "/prompt-runs/{id}/stop", verb: stop, summary: "End it; what came stays" },
    { method: "GET", path: "/playground-sessions", verb: listSessions, summary: "List kept playgrounds" },
    {
      method: "POST",
      path: "/playground-sessions",
      verb: createSession,
      summary: "Keep a playground under a name",
      status: 201,
    },
    { method: "GET", path: "/playground-sessions/{id}", verb: getSession, summary: "One with its content" },
    { method: "PATCH", path: "/playground-sessions/{id}", verb: updateSession, summary: "Save or rename" },
    { method: "DELETE", path: "/playground-sessions/{id}", verb: removeSession, summary: "Forget it" },
  ],
);
