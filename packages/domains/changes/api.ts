import { defineSurface } from "../api.ts";
import { create } from "./create.ts";
import { get, list, markers, readFacets } from "./read.ts";
import { remove } from "./remove.ts";

export const surface = defineSurface(
  "changes",
  {
    title: "Changes",
    description:
      "Facts that something was altered: deploys, settings, flags, and all that Triops itself does.",
  },
  [
    { method: "GET", path: "/changes", verb: list, summary: "List changes, newest first" },
    { method: "POST", path: "/changes", verb: create, summary: "Record a change", status: 201 },
    { method: "GET", path: "/changes/markers", verb: markers, summary: "What a chart of a range marks" },
    { method: "GET", path: "/changes/facets", verb: readFacets, summary: "Values that the filters offer" },
    { method: "GET", path: "/changes/{id}", verb: get, summary: "One change with before and after" },
    { method: "DELETE", path: "/changes/{id}", verb: remove, summary: "Take back what you recorded" },
  ],
);
