import { defineSurface } from "../api.ts";
import { create } from "./create.ts";
import { get, list, summary } from "./read.ts";
import { remove } from "./remove.ts";
import { update } from "./update.ts";

export const surface = defineSurface(
  "scores",
  {
    title: "Scores",
    description: "What people and programs think of traces, spans and sessions: numbers, choices, yes or no.",
  },
  [
    { method: "GET", path: "/scores", verb: list, summary: "List scores, newest first" },
    {
      method: "POST",
      path: "/scores",
      verb: create,
      summary: "Score a trace, a span or a session",
      status: 201,
    },
    { method: "GET", path: "/scores/names", verb: summary, summary: "Names of scores in use" },
    { method: "GET", path: "/scores/{id}", verb: get, summary: "One score" },
    { method: "PATCH", path: "/scores/{id}", verb: update, summary: "Change value or comment" },
    { method: "DELETE", path: "/scores/{id}", verb: remove, summary: "Take it back" },
  ],
);
