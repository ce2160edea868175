import { defineSurface } from "../api.ts";
import { facets, get, getSpan, latency, list } from "./read.ts";

export const surface = defineSurface(
  "traces",
  {
    title: "Traces",
    description:
      "What happened on the way of one request through services. A search names fields (service, operation, duration, status, attr.<key> …) and words; a trace fits when one of its spans does.",
  },
  [
    { method: "GET", path: "/traces", verb: list, summary: "Search traces, newest or slowest first" },
    {
      method: "GET",
      path: "/traces/latency",
      verb: latency,
      summary: "How long the fitting spans took, over time",
    },
    { method: "GET", path: "/traces/facets", verb: facets, summary: "Most frequent values of every field" },
    { method: "GET", path: "/traces/{traceId}", verb: get, summary: "All spans of a trace, in columns" },
    {
      method: "GET",
      path: "/traces/{traceId}/spans/{spanId}",
      verb: getSpan,
      summary: "One span with attributes, events and links",
    },
  ],
);
