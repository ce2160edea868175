import type { Dashboard } from "@triops/domains/dashboards/schemas";
import type { Draft } from "./edit/draft.ts";

/** One dashboard: kept, made by Triops, or not saved yet. */
export type LoadedProps = {
  id: string;
  kind: "stored" | "starter" | "new";
  base: Draft["base"];
  stored: Dashboard | null;
  nowMs: number;
  /** Told when it is being deleted, and when that failed. */
  onGoing?: (isGoing: boolean) => void;
};
