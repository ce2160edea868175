import type { LogTemplateCount } from "@triops/telemetry/logs/templates";
import { describe, expect, it } from "vitest";
import { joinTemplates, trendOf } from "./templates.ts";

const count = (
  templateId: string,
  examples: string[],
  more: Partial<LogTemplateCount> = {},
): LogTemplateCount => ({
  service: "shop",
  templateId,
  records: 10,
  recordsBefore: 10,
  errors: 0,
  firstSeen: new Date(1_000),
  lastSeen: new Date(2_000),
  examples,
  ...more,
});

describe("templates from counts per id", () => {
  it("joins ids of one message and shows its text with typed variables", () => {
    const joined = joinTemplates([
      count("a1", ["user ann signed in from 10.0.0.1"], { firstSeen: new Date(500) }),
      count("a2", ["user bob signed in from 10.0.0.2", "user cyd signed in from 10.0.0.9"], { errors: 2 }),
      count("b1", ["cache is cold"], { records: 3 }),
      count("a1", ["user ann signed in from 10.0.0.1"], { service: "mail" }),
    ]);
    expect(joined.map(({ service, ids, text, records }) => ({ service, ids, text, records }))).toEqual([
      { service: "shop", ids: ["a1", "a2"], text: "user <*> signed in from <ip>", records: 20 },
      { service: "mail", ids: ["a1"], text: "user ann signed in from <ip>", records: 10 },
      { service: "shop", ids: ["b1"], text: "cache is cold", records: 3 },
    ]);
    expect(joined[0]).toMatchObject({ errors: 2, firstSeen: new Date(500), trend: "steady" });
  });

  it.each([
    [5, 0, "new"],
    [0, 5, "vanished"],
    [60, 20, "surging"],
    [19, 1, "steady"],
    [40, 20, "steady"],
  ])("%i records after %i are %s", (records, recordsBefore, trend) => {
    expect(trendOf({ records, recordsBefore })).toBe(trend);
  });
});
