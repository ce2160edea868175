import { describe, expect, it } from "vitest";
import { insertedTable, mayName, namesIn } from "./names.ts";

describe("names in a statement", () => {
  it.each([
    ["SELECT a FROM spans WHERE b = 'logs'", "spans", true],
    ["SELECT a FROM spans WHERE b = 'logs'", "logs", false],
    ["SELECT 1 /* spans */ -- spans", "spans", false],
    ['SELECT 1 FROM "spans"', "spans", true],
    ["SELECT 1 FROM db.`sp\\`ans`", "sp`ans", true],
    ["WITH x AS (SELECT 1 FROM (SELECT * FROM spans)) SELECT * FROM x", "spans", true],
    ["INSERT INTO a SELECT * FROM spans", "spans", true],
  ])("%s: %s %s", (sql, name, found) => {
    expect(namesIn(sql).has(name)).toBe(found);
  });

  it("may stand anywhere in the text, and odd names in any spelling", () => {
    expect(mayName("SELECT 1 FROM spans", "spans")).toBe(true);
    expect(mayName("SELECT 1 FROM logs", "spans")).toBe(false);
    expect(mayName("SELECT 1 FROM `a\\ b`", "a b")).toBe(true);
  });

  it.each([
    ["INSERT INTO spans (a, b) FORMAT RowBinary", { table: "spans" }],
    ["insert into `my table` FORMAT RowBinary", { table: "my table" }],
    ["INSERT INTO db.spans (a) FORMAT RowBinary", { database: "db", table: "spans" }],
    ["INSERT INTO FUNCTION remote('x') FORMAT RowBinary", undefined],
    ["INSERT INTO TABLE spans FORMAT RowBinary", undefined],
    ["SELECT 1", undefined],
  ])("%s goes into %o", (sql, place) => {
    expect(insertedTable(sql)).toEqual(place);
  });
});
