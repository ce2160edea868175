import { defineSurface } from "../api.ts";
import { overTime, sums } from "./read.ts";
import { cancel, getRepricing, listRepricings, reprice } from "./reprice.ts";

export const surface = defineSurface(
  "charges",
  {
    title: "Charges",
    description: "What model calls cost, by route, key, team, model, prompt version, user and service.",
  },
  [
    { method: "GET", path: "/charges", verb: sums, summary: "Sums by up to three dimensions, dearest first" },
    { method: "GET", path: "/charges/over-time", verb: overTime, summary: "Sums over time" },
    {
      method: "GET",
      path: "/charges/repricings",
      verb: listRepricings,
      summary: "Runs of repricing, newest first",
    },
    {
      method: "POST",
      path: "/charges/repricings",
      verb: reprice,
      summary: "Price past calls by what is known now",
      status: 202,
    },
    {
      method: "GET",
      path: "/charges/repricings/{id}",
      verb: getRepricing,
      summary: "One run, with its progress",
    },
    { method: "POST", path: "/charges/repricings/{id}/cancel", verb: cancel, summary: "Stop a run" },
  ],
);
