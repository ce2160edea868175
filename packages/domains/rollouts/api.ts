import { defineSurface } from "../api.ts";
import { get, list, timeline } from "./read.ts";
import { start } from "./start.ts";
import { advance, cancel, pause, resume, rollBack } from "./steer.ts";

export const surface = defineSurface(
  "rollouts",
  {
    title: "Rollouts",
    description: "Canaries that take over step by step while guards watch, or are taken back.",
  },
  [
    { method: "GET", path: "/rollouts", verb: list, summary: "List rollouts, newest first" },
    { method: "POST", path: "/rollouts", verb: start, summary: "Start one", status: 201 },
    { method: "GET", path: "/rollouts/{id}", verb: get, summary: "One rollout, with what its guards found" },
    { method: "GET", path: "/rollouts/{id}/timeline", verb: timeline, summary: "Its moves, newest first" },
    { method: "POST", path: "/rollouts/{id}/advance", verb: advance, summary: "To the next step now" },
    { method: "POST", path: "/rollouts/{id}/pause", verb: pause, summary: "Stay at this step" },
    { method: "POST", path: "/rollouts/{id}/resume", verb: resume, summary: "Go on" },
    { method: "POST", path: "/rollouts/{id}/roll-back", verb: rollBack, summary: "Take the canary back" },
    { method: "POST", path: "/rollouts/{id}/cancel", verb: cancel, summary: "End it, weights as they are" },
  ],
);
