import type { SavedView } from "@triops/domains/saved-views/schemas";
import { type Page, read } from "../../data/reads.ts";

export const savedViews = (screen: SavedView["screen"]) =>
  read<Page<SavedView>>("/saved-views", { screen, limit: 200 });
