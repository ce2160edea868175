import { defineSurface } from "../api.ts";
import { coverage, get, list, outputs, shadows, traffic } from "./read.ts";

export const surface = defineSurface(
  "predictions",
  {
    title: "Predictions",
    description: "What models answered, here or elsewhere, and what turned out to be true.",
  },
  [
    { method: "GET", path: "/predictions", verb: list, summary: "The log of a deployment, newest first" },
    {
      method: "GET",
      path: "/predictions/traffic",
      verb: traffic,
      summary: "Requests, errors and latency by variant over time",
    },
    { method: "GET", path: "/predictions/outputs", verb: outputs, summary: "What each variant answers" },
    {
      method: "GET",
      path: "/predictions/shadows",
      verb: shadows,
      summary: "How far shadows' answers lie from the answers",
    },
    {
      method: "GET",
      path: "/predictions/coverage",
      verb: coverage,
      summary: "Of how many it is known what was true",
    },
    {
      method: "GET",
      path: "/predictions/{id}",
      verb: get,
      summary: "One, with its label and what shadows said",
    },
  ],
);
