import { describe, expect, it } from "vitest";
import { checkNode, judgeClock, judgeDisk, judgeMemory } from "./machine.ts";
import { judgePostgres, judgeRedis } from "./stores.ts";

const GB = 1e9;
const states = (findings: { state: string }[]) => findings.map((finding) => finding.state);

describe("machine", () => {
  it.each([
    ["22.1.0", "fail"],
    ["24.21.0", "warn"],
    ["24.22.1", "ok"],
  ])("Node %s is %s", (version, state) => {
    expect(checkNode(version).state).toBe(state);
  });

  it.each([
    [0.5 * GB, 100 * GB, "fail"],
    [5 * GB, 100 * GB, "warn"],
    [40 * GB, 1000 * GB, "warn"],
    [50 * GB, 100 * GB, "ok"],
  ])("%d bytes free of %d is %s", (free, total, state) => {
    expect(judgeDisk(free, total).state).toBe(state);
  });

  it("wants 3 GB of memory", () => {
    expect([judgeMemory(2 * GB).state, judgeMemory(8 * GB).state]).toEqual(["warn", "ok"]);
  });

  const now = new Date("2026-11-23T00:00:00Z");
  it.each([
    ["before our own files", now, new Date(now.getTime() + 1), {}, undefined, "fail"],
    ["apart from a store's", now, new Date(0), { redis: -2_500 }, true, "fail"],
    ["not synchronised", now, new Date(0), {}, false, "warn"],
    ["fine", now, new Date(0), { redis: 3 }, undefined, "ok"],
  ] as const)("a clock %s", (_, at, newest, skews, synchronised, state) => {
    expect(judgeClock(at, newest, skews, synchronised).state).toBe(state);
  });
});

describe("stores", () => {
  const report = (version: string, settings: Record<string, string>) => ({
    version,
    settings,
    clockSkewMs: 0,
  });

  it("fails a Postgres that may lose acknowledged changes, and an old one", () => {
    expect(
      states(judgePostgres(report("18.4", { fsync: "on", synchronous_commit: "remote_apply" }))),
    ).toEqual(["ok"]);
    expect(states(judgePostgres(report("18.4", { fsync: "off", synchronous_commit: "off" })))).toEqual([
      "ok",
      "fail",
      "fail",
    ]);
    expect(states(judgePostgres(report("14.1 (Debian)", {})))).toEqual(["ok", "fail"]);
  });

  it("fails a Redis that evicts or forgets, and warns when it cannot tell", () => {
    expect(
      states(judgeRedis(report("7.2.16", { "maxmemory-policy": "noeviction", appendonly: "yes" }))),
    ).toEqual(["ok"]);
    expect(
      states(judgeRedis(report("7.2.16", { "maxmemory-policy": "allkeys-lru", appendonly: "no" }))),
    ).toEqual(["ok", "fail", "fail"]);
    expect(states(judgeRedis(report("7.2.16", {})))).toEqual(["ok", "warn"]);
  });

  it("gives every finding that is not ok a remedy", () => {
    for (const finding of judgeRedis(report("7", { "maxmemory-policy": "x", appendonly: "no" }))) {
      if (finding.state !== "ok") expect(finding.remedy).not.toBe("");
    }
  });
});
