import { defineSurface } from "../api.ts";
import { get, list, lookup, table, unpriced } from "./read.ts";
import { create, remove, update } from "./write.ts";

export const surface = defineSurface(
  "prices",
  {
    title: "Prices",
    description:
      "What models cost: a workspace's own prices before the base table, and what has no price yet.",
  },
  [
    { method: "GET", path: "/prices", verb: list, summary: "List own prices, newest first" },
    { method: "POST", path: "/prices", verb: create, summary: "State a price", status: 201 },
    { method: "GET", path: "/prices/lookup", verb: lookup, summary: "What a model costs at a time" },
    { method: "GET", path: "/prices/table", verb: table, summary: "Search the base table" },
    {
      method: "GET",
      path: "/prices/unpriced",
      verb: unpriced,
      summary: "Models that were called without a price",
    },
    { method: "GET", path: "/prices/{id}", verb: get, summary: "One own price" },
    { method: "PATCH", path: "/prices/{id}", verb: update, summary: "Change it" },
    { method: "DELETE", path: "/prices/{id}", verb: remove, summary: "Delete it" },
  ],
);
