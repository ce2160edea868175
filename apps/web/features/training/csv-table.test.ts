import { describe, expect, it } from "vitest";
import { readCsv } from "./csv-table.ts";

describe("a CSV file as a table", () => {
  it("reads quotes, doubled quotes, separators and newlines inside them", () => {
    const table = readCsv('a,b\r\n"x, y","say ""hi""\nthere"\r\n1,2', ",", true);
    expect(table.head).toEqual(["a", "b"]);
    expect(table.rows).toEqual([
      ["x, y", 'say "hi"\nthere'],
      ["1", "2"],
    ]);
    expect(table.cut).toBe(false);
  });

  it("leaves half a line out when the file was cut, and says so", () => {
    expect(readCsv("a\tb\n1\t2\n3", "\t", false)).toEqual({
      head: ["a", "b"],
      rows: [["1", "2"]],
      cut: true,
    });
  });

  it("bounds rows, columns and cells", () => {
    const long = readCsv(`a\n${"1\n".repeat(2000)}`, ",", true);
    expect([long.rows.length, long.cut]).toEqual([500, true]);
    const wide = readCsv(`${"c,".repeat(80)}c\n`, ",", true);
    expect([wide.head.length, wide.cut]).toEqual([50, true]);
    expect(readCsv(`a\n${"y".repeat(1000)}`, ",", true).rows[0]?.[0]?.length).toBe(301);
  });

  it("nothing is an empty table", () => {
    expect(readCsv("", ",", true)).toEqual({ head: [], rows: [], cut: false });
  });
});
