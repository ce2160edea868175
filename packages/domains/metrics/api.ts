import { defineSurface } from "../api.ts";
import { labels, list, query, readSources, values } from "./read.ts";

export const surface = defineSurface(
  "metrics",
  {
    title: "Metrics",
    description:
      "Numbers over time that machines and programs send. Times of a chart are epoch milliseconds.",
  },
  [
    { method: "GET", path: "/metrics", verb: list, summary: "List metrics by name" },
    { method: "GET", path: "/metrics/labels", verb: labels, summary: "Label names in use" },
    { method: "GET", path: "/metrics/label-values", verb: values, summary: "Values of one label" },
    {
      method: "GET",
      path: "/metrics/query",
      verb: query,
      summary: "Values over time, grouped and aggregated",
    },
    {
      method: "GET",
      path: "/metrics/sources",
      verb: readSources,
      summary: "What came in and what was refused",
    },
  ],
);
