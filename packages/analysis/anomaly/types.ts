/** What goes into and comes out of the anomaly detector. */

/** One way in which a point can be unusual. */
export type PartName = "level" | "change" | "shift" | "spread" | "season" | "step";

export type ScorePart = {
  name: PartName;
  /** −log10 of how often this series shows something at least as unusual in this respect: 2 = one row in 100. */
  surprise: number;
  /** Share of the combined surprise, 0..1; the shares of one verdict add up to 1, or to 0 when nothing stands out. */
  contribution: number;
};

export type Verdict = {
  /** 0..1: how unusual this point is for this series. 0.5 is about one row in 100, 0.75 about one in 10⁶. */
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
  /** 0..1: how much history stands behind this verdict (rows seen, cycles seen). */
  confidence: number;
  /** True until the daily profile has seen two days; until then only short-window methods judge. */
  learning: boolean;
  /** Sorted by contribution, largest first. */
  parts: ScorePart[];
};

export type DetectorOptions = {
  /** Time zone offset for the hour-of-day profile, in minutes east of UTC. */
  utcOffsetMinutes: number;
};
