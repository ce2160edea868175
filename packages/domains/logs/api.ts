import { defineSurface } from "../api.ts";
import { facets, get, histogram, list, surrounding } from "./read.ts";
import { templates } from "./read-templates.ts";

export const surface = defineSurface(
  "logs",
  {
    title: "Logs",
    description:
      "Lines that machines wrote. A search names fields (service, level, trace, attr.<key> …) and words; /logs/tail streams what comes in as server-sent events.",
  },
  [
    { method: "GET", path: "/logs", verb: list, summary: "Search records, newest first" },
    { method: "GET", path: "/logs/histogram", verb: histogram, summary: "Records over time by level" },
    { method: "GET", path: "/logs/facets", verb: facets, summary: "Most frequent values of every field" },
    {
      method: "GET",
      path: "/logs/templates",
      verb: templates,
      summary: "Messages that the records are instances of: new, vanished, surging",
    },
    {
      method: "GET",
      path: "/logs/surrounding",
      verb: surrounding,
      summary: "The lines before and after one",
    },
    { method: "GET", path: "/logs/{id}", verb: get, summary: "One record with all its attributes" },
  ],
);
