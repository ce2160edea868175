/**
 * Anomaly detection on `timestamp,value` series, scored as the Numenta Anomaly Benchmark does.
 *
 *   pnpm bench nab -- [--data DIR] [--out DIR]
 *
 * `--data` is any folder tree of CSV files; `--out` receives `timestamp,value,anomaly_score` for each under the
 * same relative path. Rows are fed in file order to the product's detector, one configuration for all: a row's
 * score depends on nothing after it. With windows.json or combined_windows.json below the data folder the
 * scores are judged too.
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { createState, onsetScore, updateScore } from "@triops/analysis/anomaly/detector";
import { labelsOf, readCorpus, readLabels, type Series, windowsOf } from "./nab/corpus.ts";
import { leaveOneGroupOut, PROFILES, type ScoredSeries, scoreSeries, sweep } from "./nab/scorer.ts";
import { report } from "./report.ts";

/** Published scores of ARTime, the best entry of NAB's scoreboard, on all 58 series. */
const BEST_PUBLISHED = { standard: 74.9, "low FP": 65.1, "low FN": 80.4 };

const { values: options } = parseArgs({
  options: { data: { type: "string" }, out: { type: "string" } },
  args: process.argv.slice(2).filter((word) => word !== "--"),
});
const folder = resolve(options.data ?? join(import.meta.dirname, "../../shared/data/nab"));
if (!existsSync(folder)) {
  console.log(`nab: skipped, no series at ${folder}; name a folder with --data.`);
  if (options.data) process.exitCode = 1;
} else run(folder);

function run(folder: string): void {
  const corpus = readCorpus(folder, options.out && resolve(options.out));
  const scores = corpus.map(detect);
  if (options.out) for (const [i, series] of corpus.entries()) write(options.out, series, scores[i]!);
  const labels = readLabels(folder);
  if (!labels) {
    console.log(`nab: ${corpus.length} series scored, no windows.json to judge them by.`);
    return;
  }
  const judged = corpus.flatMap((series, i) => {
    const pairs = labelsOf(labels, series.name);
    return pairs ? [{ name: series.name, scores: scores[i]!, windows: windowsOf(series, pairs) }] : [];
  });
  judge(judged);
}

function detect(series: Series): Float64Array {
  const state = createState();
  return Float64Array.from(series.values, (value, row) => {
    updateScore(state, series.timesMs[row]!, value);
    return onsetScore(state);
  });
}

function write(out: string, series: Series, scores: Float64Array): void {
  const path = join(out, series.name);
  mkdirSync(dirname(path), { recursive: true });
  const rows = series.stamps.map(
    (stamp, row) => `${stamp},${series.cells[row]},${scores[row]!.toFixed(9)}\n`,
  );
  writeFileSync(path, `timestamp,value,anomaly_score\n${rows.join("")}`);
}

function judge(corpus: ScoredSeries[]): void {
  const best = PROFILES.map((profile) => sweep(corpus, profile));
  const held = PROFILES.map((profile) => leaveOneGroupOut(corpus, profile));
  const table = corpus.map((series) => scoreSeries(series, PROFILES[0]!, best[0]!.threshold));
  console.log("standard profile, per file: windows, found, rows false, raw score");
  for (const { name, windows, found, falseRows, raw } of table) {
    console.log(
      `  ${name.padEnd(58)} ${windows} ${found} ${String(falseRows).padStart(3)} ${raw.toFixed(2)}`,
    );
  }
  const windows = table.reduce((sum, row) => sum + row.windows, 0);
  const rows = corpus.reduce((sum, series) => sum + series.scores.length, 0);
  console.log(
    `${corpus.length} series, ${rows} rows, ${windows} windows; one threshold per profile: best of this corpus ` +
      "(as NAB does), then found on the other groups only.",
  );
  const figures = PROFILES.flatMap((profile, i) => [
    {
      name: `nab ${profile.name}`,
      value: best[i]!.normalised,
      unit: "of 100",
      peer: { name: "ARTime", value: BEST_PUBLISHED[profile.name], note: "on all 58 series" },
    },
    { name: `nab ${profile.name}, threshold from the other groups`, value: held[i]!, unit: "of 100" },
  ]);
  const known = figures.filter((figure) => !Number.isNaN(figure.value));
  report("nab", known, { series: corpus.length, rows, windows, thresholds: best, files: table });
}
