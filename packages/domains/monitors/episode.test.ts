import { describe, expect, it } from "vitest";
import { type Episode, newEpisode, step, stepPresence, type Timing, withdraw } from "./episode.ts";

const minute = 60_000;
const timing: Timing = { forMs: 2 * minute, calmMs: 2 * minute, refractoryMs: 0 };

/** One letter a minute: `x` breaching, `.` calm, `-` neither, `l` learning, `_` no point. */
function play(letters: string, episode: Episode = newEpisode(0), rules = timing) {
  const told: string[] = [];
  [...letters].forEach((letter, i) => {
    if (letter === "_") return;
    const point = {
      at: (i + 1) * minute,
      breaching: letter === "x",
      calm: letter === ".",
      learning: letter === "l",
    };
    const transition = step(episode, point, rules);
    if (transition)
      told.push(`${transition.kind}@${transition.at / minute} from ${transition.from / minute}`);
  });
  return { told, episode };
}

describe("an episode", () => {
  it.each([
    ["xx.", [], "ok"],
    ["xxx", ["breached@3 from 1"], "firing"],
    ["xxxxxxxx", ["breached@3 from 1"], "firing"],
    ["xx-x", ["breached@4 from 1"], "firing"],
    ["xx.xx", [], "pending"],
    ["xxx..", ["breached@3 from 1"], "firing"],
    ["xxx...", ["breached@3 from 1", "recovered@6 from 4"], "ok"],
    ["xxx..x...", ["breached@3 from 1", "recovered@9 from 7"], "ok"],
    ["xxx..-...", ["breached@3 from 1", "recovered@9 from 7"], "ok"],
    ["xxx...xxx", ["breached@3 from 1", "recovered@6 from 4", "breached@9 from 7"], "firing"],
    ["lll", [], "learning"],
    ["lllxxx", ["breached@6 from 4"], "firing"],
    ["-----", [], "ok"],
  ])("%s tells %j and ends %s", (letters, told, state) => {
    const played = play(letters);
    expect(played.told).toEqual(told);
    expect(played.episode.state).toBe(state);
  });
  it("fires at the first point when nothing has to last", () => {
    expect(play("x", newEpisode(0), { ...timing, forMs: 0 }).told).toEqual(["breached@1 from 1"]);
  });
  it("does not span a silence much longer than the series' own pace", () => {
    expect(play(`.....x${"_".repeat(30)}x`).told).toEqual([]);
  });
  it("passes over points that are not newer than the last", () => {
    const { episode } = play("xx");
    expect(step(episode, { at: minute, breaching: false, calm: true }, timing)).toBeNull();
    expect(episode.state).toBe("pending");
  });
});

describe("withdrawing", () => {
  it("ends what fires and says why", () => {
    const { episode } = play("xxx");
    expect(withdraw(episode, 9 * minute, "absent", "it stopped sending")).toMatchObject({
      kind: "recovered",
      reason: "it stopped sending",
    });
    expect(episode.state).toBe("absent");
  });
  it("tells nothing about a series that did not fire", () => {
    const { episode } = play("x");
    expect(withdraw(episode, 9 * minute, "absent", "it stopped sending")).toBeNull();
  });
});

describe("presence", () => {
  it("breaches once, holds while nobody knows, and recovers with the next point", () => {
    const episode = newEpisode(0);
    const told = (["present", "absent", "absent", "unknown", "present", "present"] as const).map(
      (presence, i) => stepPresence(episode, presence, i)?.kind ?? null,
    );
    expect(told).toEqual([null, "breached", null, null, "recovered", null]);
  });
  it("ends the claim about a series that is gone for good", () => {
    const episode = newEpisode(0);
    stepPresence(episode, "absent", 1);
    expect(stepPresence(episode, "forgotten", 2)?.reason).toContain("forgotten");
    expect(stepPresence(episode, "forgotten", 3)).toBeNull();
  });
});
