import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { labelsOf, parseCsv, parseTimeMs, readCorpus, readLabels, windowsOf } from "./corpus.ts";

const noonMs = Date.UTC(2014, 3, 1, 12);
const folder = mkdtempSync(join(tmpdir(), "nab-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("NAB corpus", () => {
  it.each([
    ["2014-04-01 12:00:00"],
    ["2014-04-01 12:00:00.000000"],
    ["2014-04-01T12:00:00Z"],
    ["2014-04-01T14:00:00+02:00"],
    ["1396353600"],
    ["1396353600.0"],
    ["1396353600000"],
    ["1396353600000000"],
    ['"2014-04-01 12:00:00"'],
  ])("reads the time %s", (text) => {
    expect(parseTimeMs(text)).toBe(noonMs);
  });

  it("keeps every row, also those without a number, and the text as it stood", () => {
    const series = parseCsv(
      "x.csv",
      "timestamp,value\r\n2014-04-01 12:00:00,1.50\r\n2014-04-01 12:05:00,\r\n",
    );
    expect([...series.values]).toEqual([1.5, Number.NaN]);
    expect(series.cells).toEqual(["1.50", ""]);
    expect(series.stamps).toHaveLength(2);
    expect([...parseCsv("y.csv", "1396353600,7\n").values]).toEqual([7]);
  });

  it("finds files and labels at any depth, but not its own output", () => {
    for (const path of ["data/real", "labels", "out/data/real"])
      mkdirSync(join(folder, path), { recursive: true });
    const rows = Array.from({ length: 10 }, (_, i) => `2014-04-01 12:0${i}:00,${i}`).join("\n");
    writeFileSync(join(folder, "data/real/a.csv"), `timestamp,value\n${rows}\n`);
    writeFileSync(join(folder, "out/data/real/a.csv"), "timestamp,value,anomaly_score\n");
    const windows = { "real/a.csv": [["2014-04-01 12:03:00.000000", "2014-04-01 12:05:00.000000"]] };
    writeFileSync(join(folder, "labels/combined_windows.json"), JSON.stringify(windows));
    const corpus = readCorpus(folder, join(folder, "out"));
    expect(corpus.map((series) => series.name)).toEqual(["data/real/a.csv"]);
    const pairs = labelsOf(readLabels(folder)!, "data/real/a.csv");
    expect(windowsOf(corpus[0]!, pairs!)).toEqual([{ left: 3, right: 5 }]);
    expect(labelsOf(readLabels(folder)!, "data/real/b.csv")).toBeUndefined();
  });
});
