import { defineSurface } from "../api.ts";
import { getUsage, list, listArrivals, listRefused } from "./read.ts";

export const surface = defineSurface(
  "sources",
  {
    title: "Sources",
    description: "Who sends telemetry, what was refused and why, and what the limits are.",
  },
  [
    { method: "GET", path: "/sources", verb: list, summary: "Senders by key and signal" },
    {
      method: "GET",
      path: "/sources/arrivals",
      verb: listArrivals,
      summary: "Programs seen in the last day",
    },
    {
      method: "GET",
      path: "/sources/usage",
      verb: getUsage,
      summary: "Limits, how much is used, newest data",
    },
    {
      method: "GET",
      path: "/sources/dead-letters",
      verb: listRefused,
      summary: "Samples of what was refused",
    },
  ],
);
