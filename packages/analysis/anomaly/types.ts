/** What goes into and comes out of the anomaly detector. */

/** The ways in which a point can be unusual. */
export type PartName = "level" | "change" | "shift" | "spread" | "activity" | "season" | "week" | "rarity";

export type ScorePart = {
  name: PartName;
  /** −log10 of how often this series shows something at least as unusual in this respect: 2 = one row in 100. */
  surprise: number;
  /** Share of the combined surprise, 0..1; the shares of one verdict add up to 1, or to 0 when nothing stands out. */
  contribution: number;
};

export type Verdict = {
  /**
   * 0..1: how unusual this point is for this series: about 1 − the share of comparable past periods (each 1/64
   * to 1/32 of the history) in which something at least as unusual happened. From 0.99 on nothing in the whole
   * history was; 0.998 is beyond it by a margin. Held down during the first week. 0 during the first 96 rows.
   */
  score: number;
  /**
   * The same, but only where it is news: 0 while an episode at least as severe is under way or just over.
   * Thresholding `onset` gives about one row per episode; thresholding `score` marks every unusual row.
   */
  onset: number;
  /** Value expected here, and the band within which about 99 of 100 points fall. NaN before the third point. */
  expected: number;
  lower: number;
  upper: number;
  /** 0..1: how much history stands behind this verdict (rows seen, days and weeks covered). */
  confidence: number;
  /** True until the daily profile has seen two days; until then the short-window methods carry the verdict. */
  learning: boolean;
  /** Sorted by contribution, largest first. */
  parts: ScorePart[];
};

export type DetectorOptions = {
  /** Offset of the hour-of-day and day-of-week profiles, in minutes east of UTC. */
  utcOffsetMinutes: number;
};
