import { describe, expect, it } from "vitest";
import { staleHigh, staleLow } from "../tables/samples.ts";
import type { Series } from "../tables/series.ts";
import { compileRelabel, usualRule } from "./relabel.ts";
import { endAll, newMemory, type PageRules, type Point, readPage } from "./scrape-page.ts";

const rules: PageRules = {
  labels: { job: "node", instance: "a:1" },
  honorLabels: false,
  honorTimestamps: true,
  metricRelabel: compileRelabel([]),
  sampleLimit: 100,
  labelLimit: 10,
};
const name = ({ metric, labels }: Series) =>
  `${metric}{${labels.map(([key, value]) => `${key}=${value}`).join()}}`;
const show = ({ entry, timeMs, low, high }: Point<Series>) => {
  const stale = low === staleLow && high === staleHigh;
  const view = new DataView(new ArrayBuffer(8));
  view.setUint32(0, high);
  view.setUint32(4, low);
  return `${name(entry)} ${stale ? "stale" : view.getFloat64(0)} @${timeMs}`;
};

function scrape(memory = newMemory<Series>(), more: Partial<PageRules> = {}) {
  let asked = 0;
  return {
    get asked() {
      return asked;
    },
    page(text: string, atMs: number) {
      const read = readPage(memory, { text, format: "text", atMs }, { ...rules, ...more }, (series) => {
        asked++;
        return series;
      });
      return { ...read, shown: read.points.map(show) };
    },
    end: (atMs: number) => endAll(memory, atMs).map(show),
  };
}

describe("a scraped page", () => {
  it("gives its series the target's labels, and pushes its own aside", () => {
    expect(scrape().page('m{job="own",zone="z"} 1\n', 5).shown).toEqual([
      "m{exported_job=own,instance=a:1,job=node,zone=z} 1 @5",
    ]);
    expect(scrape(undefined, { honorLabels: true }).page('m{job="own"} 1\n', 5).shown).toEqual([
      "m{instance=a:1,job=own} 1 @5",
    ]);
  });

  it("asks for a series once, however often it comes", () => {
    const target = scrape();
    target.page("a 1\nb 2\n", 1);
    expect([target.page("a 1\nb 2\n", 2).added, target.asked]).toEqual([0, 2]);
  });

  it("ends what is gone with a stale marker, and all of it when the target fails", () => {
    const target = scrape();
    target.page("a 1\nb 2\nc 3 7\n", 10);
    expect(target.page("a 1\n", 20).shown).toEqual([
      "a{instance=a:1,job=node} 1 @20",
      "b{instance=a:1,job=node} stale @20",
    ]);
    expect(target.end(30)).toEqual(["a{instance=a:1,job=node} stale @30"]);
    expect(target.end(40)).toEqual([]);
    expect(target.page("a 1\n", 50).added).toBe(1);
  });

  it("is taken whole or not at all", () => {
    const target = scrape();
    target.page("a 1\n", 10);
    expect(() => target.page("a 1\nb two\n", 20)).toThrow(/Line 2/);
    expect(() => target.page(Array.from({ length: 101 }, (_, n) => `m${n} 1`).join("\n"), 20)).toThrow(
      /sample_limit/,
    );
    expect(target.end(30)).toEqual(["a{instance=a:1,job=node} stale @30"]);
  });

  it("is relabelled: dropped series are counted as scraped and not kept", () => {
    const metricRelabel = compileRelabel([
      { ...usualRule, action: "drop", sourceLabels: ["__name__"], regex: "go_.*" },
      {
        ...usualRule,
        sourceLabels: ["__name__"],
        regex: "old_(.*)",
        targetLabel: "__name__",
        replacement: "new_$1",
      },
    ]);
    const target = scrape(undefined, { metricRelabel });
    const page = target.page("go_threads 1\nold_name 2\n", 1);
    expect([page.scraped, page.kept, page.shown]).toEqual([2, 1, ["new_name{instance=a:1,job=node} 2 @1"]]);
    expect(target.page("old_name 3\n", 2).shown).toEqual(["new_name{instance=a:1,job=node} 3 @2"]);
  });

  it("tells kinds and units by what the page says", () => {
    const page = scrape().page(
      '# TYPE h histogram\n# HELP h How long.\nh_bucket{le="1"} 1\nh_sum 1\n# TYPE c counter\nc 1\nd_total 2\ng 1\n',
      1,
    );
    expect(
      page.points.map(({ entry }) => [entry.metric, entry.family, entry.kind, entry.description]),
    ).toEqual([
      ["h_bucket", "h", "histogram", "How long."],
      ["h_sum", "h", "histogram", "How long."],
      ["c", "c", "counter", ""],
      ["d_total", "d_total", "counter", ""],
      ["g", "g", "gauge", ""],
    ]);
  });

  it("keeps NaN and infinities, bit by bit", () => {
    expect(scrape().page("a NaN\nb -Inf\n", 1).shown).toEqual([
      "a{instance=a:1,job=node} NaN @1",
      "b{instance=a:1,job=node} -Infinity @1",
    ]);
  });
});
