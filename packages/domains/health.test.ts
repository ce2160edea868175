import { describe, expect, it } from "vitest";
import { type Check, type Health, judge } from "./health.ts";

const up = (needed: boolean): Check => ({ status: "ok", needed, latencyMs: 1 });
const all: Health["checks"] = {
  postgres: up(true),
  clickhouse: up(true),
  redis: up(true),
  gateway: up(false),
  worker: up(false),
  objectStore: up(false),
};
const down = (needed: boolean): Check => ({ status: "down", needed, latencyMs: null });

describe("health", () => {
  it.each([
    [{}, "ok"],
    [{ worker: down(false) }, "degraded"],
    [{ postgres: down(true) }, "down"],
    [{ worker: { status: "unknown" as const, needed: false, latencyMs: null } }, "ok"],
  ])("with %j is %s", (changed, status) => {
    expect(judge({ ...all, ...changed })).toBe(status);
  });
});
