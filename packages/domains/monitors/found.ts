import type { Points } from "./fold.ts";
import type { Watched } from "./watched.ts";

/** One series or group of a monitor, with what came of it, as the signal wants it. */
export type Found = {
  key: string;
  labels: Record<string, string>;
  unit: string;
  points: Points;
  /** Newest sample, before any folding. */
  newest: { at: number; value: number } | null;
};

export type GroupOptions = {
  groupsMax?: number;
  /** Series that are watched already: they may have left a query's result. */
  known?: Iterable<Watched>;
  /** On `performance.now()`: no new statement begins after it. */
  deadline?: number;
};

export type Groups = { found: Found[]; total: number; complete: boolean };
