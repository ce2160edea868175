import type { KnownTemplate } from "@triops/telemetry/logs/known-templates";
import type { LogTemplateCount } from "@triops/telemetry/logs/templates";
import { describe, expect, it } from "vitest";
import { expandTemplates, standingId } from "./known-templates.ts";
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
  counts: [4, 6],
  firstSeen: new Date(1_000),
  lastSeen: new Date(2_000),
  examples,
  ...more,
});
const known = (id: string, text: string, mergedInto = "", firstMs = 100): KnownTemplate => ({
  service: "shop",
  id,
  text,
  mergedInto,
  firstSeen: new Date(firstMs),
});
const from = new Date(1_500);

describe("templates from counts per id", () => {
  it("joins ids that were merged, with the text that the gateways learned", () => {
    const joined = joinTemplates(
      [
        count("a1", ["user ann signed in"]),
        count("a2", ["user bob signed in"], { errors: 2 }),
        count("b1", ["cold"]),
      ],
      [known("a1", "user <*> signed in"), known("a2", "user bob signed in", "a1", 50), known("b1", "cold")],
      from,
    );
    expect(joined.map(({ id, text, records }) => ({ id, text, records }))).toEqual([
      { id: "a1", text: "user <*> signed in", records: 20 },
      { id: "b1", text: "cold", records: 10 },
    ]);
    expect(joined[0]).toMatchObject({ counts: [8, 12], errors: 2, firstSeen: new Date(50), trend: "steady" });
  });

  it("joins ids that nobody knows when their examples are one message", () => {
    const joined = joinTemplates(
      [
        count("a1", ["user ann signed in from 10.0.0.1"], { firstSeen: new Date(500) }),
        count("a2", ["user bob signed in from 10.0.0.2", "user cyd signed in from 10.0.0.9"]),
        count("b1", ["cache is cold"], { records: 3 }),
        count("a1", ["user ann signed in from 10.0.0.1"], { service: "mail" }),
      ],
      [],
      from,
    );
    expect(joined.map(({ service, text, records }) => ({ service, text, records }))).toEqual([
      { service: "shop", text: "user <*> signed in from <ip>", records: 20 },
      { service: "mail", text: "user ann signed in from <ip>", records: 10 },
      { service: "shop", text: "cache is cold", records: 3 },
    ]);
  });

  it.each([
    [5, 0, 1_600, "new"],
    [5, 0, 100, "steady"],
    [0, 5, 100, "vanished"],
    [60, 20, 100, "surging"],
    [19, 1, 100, "steady"],
    [40, 20, 100, "steady"],
  ])("%i records after %i, first seen at %i, are %s", (records, recordsBefore, firstMs, trend) => {
    expect(trendOf({ records, recordsBefore, firstSeen: new Date(firstMs) }, from)).toBe(trend);
  });
});

describe("the search template:<id>", () => {
  const merged = new Map([
    ["a2", "a1"],
    ["a3", "a2"],
    ["x", "y"],
    ["y", "x"],
  ]);
  const template = (value: string) =>
    ({ kind: "compare", field: { kind: "column", name: "template" }, op: "=", value }) as const;

  it("finds every id that was merged with it", () => {
    expect(expandTemplates(template("a3"), merged)).toEqual({
      kind: "any",
      parts: [template("a3"), template("a1"), template("a2")],
    });
    expect(expandTemplates(template("lone"), merged)).toEqual(template("lone"));
  });

  it("comes to an end where two gateways merged crosswise", () => {
    expect(["x", "y"]).toContain(standingId(merged, "x"));
  });
});
