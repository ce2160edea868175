import { describe, expect, it } from "vitest";
import { insertFromFile, MultipleStatements, parseStatement } from "./statement.ts";

const shape = (sql: string) => {
  const { kind, format, dataAt } = parseStatement(sql);
  return { kind, format, rows: dataAt === undefined ? undefined : sql.slice(dataAt) };
};

describe("parseStatement", () => {
  it.each([
    ["SELECT 1", "read", undefined],
    ["  -- note\n/* more */ with a as (select 1) select * from a format JSON", "read", "JSON"],
    ["(SELECT 1) UNION ALL (SELECT 2) FORMAT CSV;", "read", "CSV"],
    ["SELECT 'FORMAT JSON' AS format", "read", undefined],
    ["SELECT format FROM t FORMAT Native SETTINGS max_threads = 1", "read", "Native"],
    ["SHOW TABLES", "read", undefined],
    ["CREATE TABLE t (a UInt8) ENGINE = Memory", "write", undefined],
    ["INSERT INTO t SELECT * FROM u", "write", undefined],
    ["INSERT INTO t (a) WITH x AS (SELECT 1) SELECT * FROM x", "write", undefined],
    ["INSERT INTO t VALUES (1), (2)", "write", undefined],
    ["ALTER TABLE t DELETE WHERE 1", "write", undefined],
  ])("routes %s", (sql, kind, format) => {
    expect(shape(sql)).toMatchObject({ kind, format });
  });

  it.each([
    ["INSERT INTO t FORMAT JSONEachRow", "JSONEachRow", ""],
    ['INSERT INTO t FORMAT JSONEachRow\n{"a":"x;y"}\n', "JSONEachRow", '{"a":"x;y"}\n'],
    ["insert into `format`.`values` (a, `b)`) format CSV\r\n1,2", "CSV", "1,2"],
    [
      "INSERT INTO db.format (a) SETTINGS async_insert = 0, x = 'FORMAT y' FORMAT RowBinary\n\0\n",
      "RowBinary",
      "\0\n",
    ],
    ["INSERT INTO t (a, b) VALUES", "Values", ""],
    ["/* q */ INSERT INTO TABLE t FORMAT TSV  \n\n1", "TSV", "\n1"],
  ])("finds where the rows of %s begin", (sql, format, rows) => {
    expect(shape(sql)).toEqual({ kind: "load", format, rows });
  });

  it.each([
    ["SELECT a FROM t LIMIT 50", 50],
    ["SELECT a FROM t LIMIT 50 FORMAT JSONEachRow", 50],
    ["SELECT a FROM t LIMIT CAST('50' AS UInt32) SETTINGS max_threads = 1", 50],
    ["SELECT a FROM t LIMIT CAST('50' AS UInt32) BY a", undefined],
    ["SELECT a FROM t LIMIT 1 BY a", undefined],
    ["SELECT a FROM (SELECT a FROM t LIMIT 5)", undefined],
    ["SELECT a FROM t LIMIT 5, 100", undefined],
    ["INSERT INTO t SELECT a FROM u LIMIT 5", undefined],
  ])("reads the row limit of %s", (sql, rowsMax) => {
    expect(parseStatement(sql).rowsMax).toBe(rowsMax);
  });

  it("refuses a second statement, wherever strings and comments do not hide it", () => {
    expect(() => parseStatement("SELECT 1; DROP TABLE t")).toThrow(MultipleStatements);
    expect(parseStatement("SELECT ';' /* ; */ -- ;\n;; ").sql).toBe("SELECT ';'");
  });

  it("knows which statements leave something behind in their session", () => {
    expect(parseStatement("SET max_threads = 1").changesSession).toBe(true);
    expect(parseStatement("CREATE TEMPORARY TABLE t (a UInt8)").changesSession).toBe(true);
    expect(parseStatement("ALTER TABLE t MODIFY SETTING x = 1").changesSession).toBe(false);
  });
});

describe("insertFromFile", () => {
  it.each([
    ["INSERT INTO t FORMAT CSV", "INSERT INTO t  FROM INFILE 'f' COMPRESSION 'none' FORMAT CSV"],
    [
      "INSERT INTO t (a) SETTINGS x = 1 FORMAT Native\nrows",
      "INSERT INTO t (a)  FROM INFILE 'f' COMPRESSION 'none' SETTINGS x = 1 FORMAT Native",
    ],
    ["INSERT INTO t VALUES", "INSERT INTO t  FROM INFILE 'f' COMPRESSION 'none' FORMAT Values"],
  ])("rewrites %s", (sql, expected) => {
    expect(insertFromFile(parseStatement(sql), "f")).toBe(expected);
  });

  it("puts an insert's own settings before those written in it", () => {
    const settings = new Map([["log_comment", "it's"]]);
    const from = (sql: string) => insertFromFile(parseStatement(sql), "f", settings);
    expect(from("INSERT INTO t FORMAT CSV")).toBe(
      "INSERT INTO t  FROM INFILE 'f' COMPRESSION 'none' SETTINGS log_comment = 'it\\'s' FORMAT CSV",
    );
    expect(from("INSERT INTO t SETTINGS x = 1 FORMAT CSV")).toBe(
      "INSERT INTO t  FROM INFILE 'f' COMPRESSION 'none' SETTINGS log_comment = 'it\\'s', x = 1 FORMAT CSV",
    );
  });
});
