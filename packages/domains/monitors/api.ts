import { defineSurface } from "../api.ts";
import { create } from "./create.ts";
import { preview } from "./preview.ts";
import { get, list, series } from "./read.ts";
import { remove } from "./remove.ts";
import { update } from "./update.ts";

export const surface = defineSurface(
  "monitors",
  {
    title: "Monitors",
    description:
      "Rules that watch series: by threshold, against what is usual for each series, or for silence.",
  },
  [
    { method: "GET", path: "/monitors", verb: list, summary: "List monitors, newest first" },
    { method: "GET", path: "/monitors/preview", verb: preview, summary: "How a rule would have done so far" },
    { method: "POST", path: "/monitors", verb: create, summary: "Start watching", status: 201 },
    { method: "GET", path: "/monitors/{id}", verb: get, summary: "One monitor" },
    { method: "PATCH", path: "/monitors/{id}", verb: update, summary: "Change, pause or resume it" },
    { method: "DELETE", path: "/monitors/{id}", verb: remove, summary: "Stop watching" },
    { method: "GET", path: "/monitors/{id}/series", verb: series, summary: "What it watches, with states" },
  ],
);
