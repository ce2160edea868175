import { describe, expect, it } from "vitest";
import { forbiddenConstruct } from "./forbidden.ts";

describe("forbiddenConstruct", () => {
  it.each([
    ["SELECT * FROM file('/etc/passwd')", "file()"],
    ["SELECT * FROM `url` ('http://x', CSV)", "url()"],
    ["SELECT (SELECT count() FROM s3 /* x */ ('y'))", "s3()"],
    ["INSERT INTO FUNCTION file('x', CSV) SELECT 1", "INTO FUNCTION"],
    ["INSERT INTO t FROM INFILE '/etc/passwd' FORMAT CSV", "INFILE"],
    ["SELECT 1 INTO OUTFILE '/tmp/x'", "OUTFILE"],
    ["CREATE TABLE t (a UInt8) ENGINE = File(CSV)", "ENGINE File"],
    ["CREATE TABLE t (a UInt8) ENGINE URL('http://x')", "ENGINE URL"],
    ["CREATE DICTIONARY d (a UInt8) PRIMARY KEY a SOURCE(HTTP(url 'x'))", "CREATE DICTIONARY"],
    ["BACKUP TABLE t TO Disk('x', 'y')", "BACKUP"],
    ["CREATE FUNCTION f AS x -> x", "CREATE FUNCTION"],
  ])("names the construct in %s", (sql, construct) => {
    expect(forbiddenConstruct(sql)).toBe(construct);
  });

  it.each([
    "SELECT url, file FROM t WHERE url = 'file(x)' -- url(x)",
    "CREATE TABLE url (file String, s3 String) ENGINE = MergeTree ORDER BY (file)",
    "INSERT INTO file (url) FORMAT CSV",
    "CREATE MATERIALIZED VIEW v ENGINE = AggregatingMergeTree ORDER BY a AS SELECT a FROM t",
    "SELECT count() FROM numbers(10) GROUP BY ALL",
  ])("lets %s through", (sql) => {
    expect(forbiddenConstruct(sql)).toBeUndefined();
  });
});
