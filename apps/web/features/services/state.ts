import { parseAsString, parseAsStringLiteral } from "nuqs";

export const views = ["list", "map"] as const;

/** Everything on the screen of services that a link carries. */
export const serviceParsers = {
  view: parseAsStringLiteral(views).withDefault("list"),
  search: parseAsString.withDefault(""),
  state: parseAsString.withDefault(""),
  tier: parseAsString.withDefault(""),
  /** Of the map: a service whose neighbourhood alone is shown, and the node whose panel is open. */
  focus: parseAsString.withDefault(""),
  node: parseAsString.withDefault(""),
};
