/**
 * Log template miner: lines a second on one core and how well it groups, one configuration for all systems.
 *
 *   pnpm bench log-templates -- [--data DIR] [--out DIR] [--truth DIR]
 *
 * `--data` is any folder tree of `.log` files with raw lines; `--out` receives one template id a line, in order,
 * under the same relative path. `--truth` is a folder tree of `…_structured.csv` files with an EventId column
 * (the data folder itself will do); file `X.log` is judged by `X.log_structured.csv` or `X_structured.csv`.
 * Without `--data` it makes its own lines of sixteen kinds of system, whose groups it knows.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { accuracyOf } from "@triops/analysis/log-templates/corpus/accuracy";
import { generate } from "@triops/analysis/log-templates/corpus/fill.testing";
import { moreSystems } from "@triops/analysis/log-templates/corpus/more-systems.testing";
import { systems } from "@triops/analysis/log-templates/corpus/systems.testing";
import { createMiner, currentId, mine, primeHeader } from "@triops/analysis/log-templates/miner";
import { readColumn } from "./log-templates/csv.ts";
import { type Figure, report } from "./report.ts";

type Source = { name: string; lines: string[]; right: string[] | null };

/** Lines spread over the file from which its header is learned. */
const sampleLines = 1_000;
/** Lines that are timed at least, so that short files are read several times. */
const timedLines = 400_000;

const { values: options } = parseArgs({
  options: { data: { type: "string" }, out: { type: "string" }, truth: { type: "string" } },
  args: process.argv.slice(2).filter((word) => word !== "--"),
});
const sources = options.data ? readSources(resolve(options.data), options.truth) : madeSources();
if (sources.length === 0) throw new Error(`No .log files in ${options.data}`);

const judged = sources.map((source) => {
  const ids = group(source);
  if (options.out) write(join(resolve(options.out), source.name), ids);
  return { source, ids, accuracy: source.right ? accuracyOf(ids, source.right) : null };
});
for (const { source, ids, accuracy } of judged) {
  const groups = `${new Set(ids).size} templates of ${source.lines.length} lines`;
  const score = accuracy
    ? `, right ${accuracy.right}, grouping ${accuracy.grouping.toFixed(4)}, F1 ${accuracy.groupF1.toFixed(4)}`
    : "";
  console.log(`  ${source.name.padEnd(32)} ${groups}${score}`);
}
const scores = judged.flatMap(({ accuracy }) => (accuracy ? [accuracy] : []));
const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const own = options.data ? "" : ", own corpus";
const accuracy: Figure[] =
  scores.length === 0
    ? []
    : [
        {
          name: `log templates grouping accuracy, mean${own}`,
          value: mean(scores.map((score) => score.grouping)),
          unit: "of 1",
          ...(options.data
            ? { peer: { name: "Drain", value: 0.865, note: "with settings per system, on Loghub-2k" } }
            : {}),
        },
        {
          name: `log templates F1 of groups, mean${own}`,
          value: mean(scores.map((score) => score.groupF1)),
          unit: "of 1",
        },
      ];
const rate: Figure = {
  name: "log template miner",
  value: linesPerSecond(),
  unit: "lines/s/core",
  peer: { name: "Brain", value: 22_000, note: "as published" },
};
report("log-templates", [rate, ...accuracy], {
  files: judged.map(({ source, ids, accuracy: score }) => ({
    name: source.name,
    lines: source.lines.length,
    templates: new Set(ids).size,
    ...score,
  })),
});

/** One pass; merges that came later are applied at the end, as the product does when it shows templates. */
function group(source: Source): string[] {
  const miner = createMiner();
  const every = Math.max(1, Math.floor(source.lines.length / sampleLines));
  primeHeader(
    miner,
    source.name,
    source.lines.filter((_, i) => i % every === 0),
  );
  const ids = source.lines.map((line) => mine(miner, source.name, line));
  return ids.map((id) => currentId(miner, source.name, id));
}

/** By processor time of this process, so that neighbours on the machine do not count. */
function linesPerSecond(): number {
  const miner = createMiner();
  for (const { name, lines } of sources) primeHeader(miner, name, lines.slice(0, sampleLines));
  const pass = () => {
    for (const { name, lines } of sources) for (const line of lines) mine(miner, name, line);
  };
  pass();
  const perPass = sources.reduce((sum, source) => sum + source.lines.length, 0);
  const passes = Math.max(1, Math.ceil(timedLines / perPass));
  const before = process.cpuUsage();
  for (let i = 0; i < passes; i++) pass();
  const { user, system } = process.cpuUsage(before);
  return (perPass * passes) / ((user + system) / 1e6);
}

function readSources(folder: string, truth: string | undefined): Source[] {
  const right = new Map(
    (truth ? filesIn(resolve(truth), "_structured.csv") : []).map((file) => [
      basename(file).replace(/(\.log)?_structured\.csv$/, ""),
      file,
    ]),
  );
  return filesIn(folder, ".log").map((file) => {
    const text = readFileSync(file, "utf8");
    const lines = text.split(/\r?\n/);
    if (lines.at(-1) === "") lines.pop();
    const labels = right.get(basename(file).replace(/\.log$/, ""));
    return {
      name: relative(folder, file),
      lines,
      right: labels ? readColumn(readFileSync(labels, "utf8"), "EventId") : null,
    };
  });
}

function filesIn(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function madeSources(): Source[] {
  return [...systems, ...moreSystems].map((system) => {
    const labelled = generate(system, 2_000, 2_024);
    return {
      name: `${system.name}.log`,
      lines: labelled.map((each) => each.line),
      right: labelled.map((each) => each.group),
    };
  });
}

function write(path: string, ids: readonly string[]): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, ids.map((id) => `${id}\n`).join(""));
}
