import { describe, expect, it } from "vitest";
import { advance, type Episode, type EpisodePolicy, newEpisode } from "./episodes.ts";

const MINUTE_MS = 60_000;
const policy: EpisodePolicy = {
  open: 0.9,
  close: 0.7,
  holdMs: 0,
  recoverMs: 5 * MINUTE_MS,
  restMs: 30 * MINUTE_MS,
};

/** Feeds [minute, score] pairs and lists what happened as "minute event". */
function run(
  points: [number, number][],
  over: Partial<EpisodePolicy> = {},
): { log: string[]; episode: Episode } {
  let episode = newEpisode();
  const log: string[] = [];
  for (const [minute, score] of points) {
    const step = advance(episode, score, minute * MINUTE_MS, { ...policy, ...over });
    episode = step.episode;
    if (step.event) log.push(`${minute} ${step.event}`);
  }
  return { log, episode };
}

describe("episodes", () => {
  it.each<[string, [number, number][], Partial<EpisodePolicy>, string[]]>([
    [
      "stays quiet below the opening score",
      [
        [0, 0.5],
        [1, 0.89],
        [2, 0.7],
      ],
      {},
      [],
    ],
    [
      "opens once for a long anomaly",
      [
        [0, 0.95],
        [1, 0.99],
        [2, 0.91],
        [3, 1],
      ],
      {},
      ["0 opened"],
    ],
    [
      "does not flicker between the two scores",
      [
        [0, 0.95],
        [1, 0.8],
        [2, 0.75],
        [9, 0.8],
      ],
      {},
      ["0 opened"],
    ],
    [
      "recovers after enough calm",
      [
        [0, 0.95],
        [1, 0.1],
        [5, 0.1],
        [6, 0.1],
      ],
      {},
      ["0 opened", "6 recovered"],
    ],
    [
      "counts calm afresh after a relapse",
      [
        [0, 0.95],
        [1, 0.1],
        [4, 0.75],
        [6, 0.1],
        [10, 0.1],
      ],
      {},
      ["0 opened"],
    ],
    [
      "reopens the same episode within the rest",
      [
        [0, 0.95],
        [1, 0.1],
        [6, 0.1],
        [20, 0.95],
      ],
      {},
      ["0 opened", "6 recovered", "20 reopened"],
    ],
    [
      "raises a new alert after the rest",
      [
        [0, 0.95],
        [1, 0.1],
        [6, 0.1],
        [37, 0.95],
      ],
      {},
      ["0 opened", "6 recovered", "37 opened"],
    ],
    [
      "waits as long as it is told",
      [
        [0, 0.95],
        [1, 0.95],
        [2, 0.95],
      ],
      { holdMs: 2 * MINUTE_MS },
      ["2 opened"],
    ],
    [
      "forgets a pending start when it calms",
      [
        [0, 0.95],
        [1, 0.2],
        [2, 0.95],
      ],
      { holdMs: 2 * MINUTE_MS },
      [],
    ],
    [
      "recovers at the first calm point when told so",
      [
        [0, 0.95],
        [1, 0],
      ],
      { recoverMs: 0 },
      ["0 opened", "1 recovered"],
    ],
    [
      "ignores a score that is not a number",
      [
        [0, 0.95],
        [1, Number.NaN],
        [2, 0.95],
      ],
      {},
      ["0 opened"],
    ],
    [
      "ignores a point from the past",
      [
        [5, 0.95],
        [1, 0],
        [4, 0],
        [11, 0.95],
      ],
      {},
      ["5 opened"],
    ],
    [
      "measures calm from the first calm point, across a gap in the data",
      [
        [0, 0.95],
        [1, 0.1],
        [100, 0.1],
      ],
      {},
      ["0 opened", "100 recovered"],
    ],
  ])("%s", (_, points, over, expected) => {
    expect(run(points, over).log).toEqual(expected);
  });

  it("remembers start, peak and number of relapses", () => {
    const { episode } = run([
      [0, 0.95],
      [1, 0.99],
      [2, 0.1],
      [7, 0.1],
      [8, 0.97],
      [9, 0.92],
    ]);
    expect(episode).toMatchObject({
      phase: "open",
      sinceMs: 0,
      peak: 0.99,
      peakMs: MINUTE_MS,
      reopened: 1,
      lastMs: 9 * MINUTE_MS,
    });
  });

  it("does not change the episode it was given", () => {
    const before = Object.freeze(newEpisode());
    expect(advance(before, 1, 0, policy).episode).not.toBe(before);
    expect(before.phase).toBe("quiet");
  });
});
