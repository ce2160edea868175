import type { LogLine } from "@triops/domains/logs/schemas";
import { expect, it } from "vitest";
import { toLogCsv, toNdjson } from "./export.ts";
import { newestFirst } from "./live-tail.ts";

const line = (id: string, body: string, more: Partial<LogLine> = {}): LogLine => ({
  id,
  time: "2026-11-23T10:00:00.000Z",
  level: "info",
  service: "shop",
  body,
  isCut: false,
  traceId: "",
  spanId: "",
  sessionId: "",
  templateId: "",
  columns: [],
  ...more,
});

it("exports lines as JSON, one a line, with the columns on screen", () => {
  const text = toNdjson([line("1-1", "a\nb", { columns: ["ann"], isCut: true })], ["attr.user"]);
  expect(text.split("\n")).toHaveLength(2);
  expect(JSON.parse(text)).toMatchObject({ body: "a\nb", bodyIsCut: true, "attr.user": "ann" });
});

it("neutralises what a spreadsheet would run", () => {
  expect(toLogCsv([line("1-1", "=HYPERLINK(1)")], [])).toContain("'=HYPERLINK(1)");
});

it("puts what came on top, newest first, and counts a repeated line once", () => {
  const old = [line("1-1", "old")];
  const came = [line("1-1", "old"), line("2-2", "new", { time: "2026-11-23T10:00:01.000Z" })];
  expect(newestFirst(came, old).map((each) => each.body)).toEqual(["new", "old"]);
});
