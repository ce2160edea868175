import { describe, expect, it } from "vitest";
import { type Episode, lateGraceMs, type Said, stepOf } from "./episodes.ts";

const minute = 60_000;
const open: Episode = {
  id: "o",
  startsMs: 100 * minute,
  endsMs: 110 * minute,
  state: "open",
  resolvedMs: null,
  ended: null,
};
const over = (ended: string, part: Partial<Episode> = {}): Episode => ({
  ...open,
  state: "resolved",
  resolvedMs: 110 * minute,
  ended,
  ...part,
});
const fires = (startsMs: number, endsMs: number | null, receivedMs = startsMs): Said => ({
  startsMs,
  endsMs,
  resolved: false,
  receivedMs,
});
const ends = (startsMs: number, endsMs: number, receivedMs = endsMs): Said => ({
  startsMs,
  endsMs,
  resolved: true,
  receivedMs,
});

describe("a claim that fires", () => {
  it("opens what nobody knew", () => {
    expect(stepOf([], fires(100 * minute, 104 * minute))).toEqual({ do: "open" });
  });
  it("refreshes the open one, also when a twin says it began a little earlier or later", () => {
    for (const startsMs of [100 * minute, 99 * minute, 101 * minute]) {
      expect(stepOf([open], fires(startsMs, 112 * minute))).toEqual({ do: "refresh", episode: open });
    }
  });
  it("closes one that lapsed unseen before it opens the next", () => {
    expect(stepOf([open], fires(120 * minute, 124 * minute))).toEqual({ do: "open", after: open });
  });
  it("opens a new one when it fires anew after the end", () => {
    expect(stepOf([over("told")], fires(111 * minute, 115 * minute))).toEqual({ do: "open" });
  });
  it("does not undo an end that was told, when it arrives late", () => {
    expect(stepOf([over("told")], fires(100 * minute, 114 * minute, 110.2 * minute))).toEqual({
      do: "nothing",
      because: "late",
    });
  });
  it("goes on where it lapsed, because it was only not heard of", () => {
    const lapsed = over("lapsed");
    expect(stepOf([lapsed], fires(100 * minute, 130 * minute))).toEqual({ do: "reopen", episode: lapsed });
    expect(stepOf([lapsed], fires(100 * minute, 105 * minute))).toEqual({ do: "nothing", because: "late" });
  });
  it("leaves what a person ended alone until it fires anew", () => {
    expect(stepOf([over("hand")], fires(100 * minute, 130 * minute))).toEqual({
      do: "nothing",
      because: "late",
    });
    expect(stepOf([over("hand")], fires(99 * minute, 130 * minute, 125 * minute))).toEqual({
      do: "nothing",
      because: "late",
    });
    expect(stepOf([over("hand")], fires(111 * minute, 130 * minute))).toEqual({ do: "open" });
  });
  it("of a twin that goes on after the other ended opens anew, once it is not just late", () => {
    const soon = 110 * minute + lateGraceMs;
    expect(stepOf([over("told")], fires(101 * minute, 115 * minute, soon))).toMatchObject({ do: "nothing" });
    expect(stepOf([over("told")], fires(101 * minute, 117 * minute, soon + 1))).toEqual({ do: "open" });
  });
});

describe("a claim that has ended", () => {
  it("resolves the open one at the time it says", () => {
    expect(stepOf([open], ends(100 * minute, 105 * minute))).toEqual({
      do: "resolve",
      episode: open,
      atMs: 105 * minute,
    });
  });
  it("about an earlier fire leaves the open one alone", () => {
    expect(
      stepOf(
        [open, over("told", { id: "p", startsMs: 50 * minute, resolvedMs: 60 * minute })],
        ends(50 * minute, 60 * minute),
      ),
    ).toEqual({
      do: "nothing",
      because: "known",
    });
    expect(stepOf([open], ends(50 * minute, 60 * minute))).toEqual({ do: "record" });
  });
  it("told again changes nothing", () => {
    expect(stepOf([over("told")], ends(100 * minute, 110 * minute))).toEqual({
      do: "nothing",
      because: "known",
    });
    expect(stepOf([over("told")], ends(101 * minute, 110.5 * minute))).toEqual({
      do: "nothing",
      because: "known",
    });
  });
  it("of which nobody ever heard is kept for the history", () => {
    expect(stepOf([], ends(100 * minute, 110 * minute))).toEqual({ do: "record" });
  });
});
