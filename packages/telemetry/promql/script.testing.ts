import { instantQuery, type QueryResult, rangeQuery } from "./engine.ts";
import { compareLabels, keyOf, type LabelSet, labelSet, labelText } from "./labels.ts";
import { parseDuration, parseNumber } from "./literals.ts";
import type { Point } from "./memory-storage.testing.ts";
import { histogramText, type NativeHistogram, sameHistogram } from "./native/histogram.ts";
import { readHistograms } from "./native/read-text.testing.ts";
import { sampleText } from "./numbers.ts";
import { parse } from "./parse.ts";
import type { Storage } from "./storage.ts";

/** A sequence such as `1+2x3 _ stale {{count:1 sum:2}}x4`: numbers, gaps, stale markers and histograms in order. */
type Slot = number | NativeHistogram | "stale" | null;
type SeriesLine = { labels: LabelSet; slots: Slot[] };
type Expectation = { type: string; match: "msg" | "regex" | "any"; text: string };

export type Command =
  | { kind: "load"; line: number; stepMs: number; series: SeriesLine[] }
  | { kind: "clear"; line: number }
  | {
      kind: "eval";
      line: number;
      query: string;
      times: { startMs: number; endMs: number; stepMs: number } | { timeMs: number };
      expectations: Expectation[];
      results: SeriesLine[];
      scalar: number | undefined;
    };

/** Where a script's samples go and are asked for. */
export type World = {
  load(series: readonly { labels: LabelSet; points: Point[] }[]): Promise<void>;
  clear(): Promise<void>;
  storage(): Storage;
  /** Time 0 of the script, epoch milliseconds. */
  originMs: number;
};

const timeMs = (text: string): number => {
  const ms = parseDuration(text) ?? Math.round((parseNumber(text) ?? Number.NaN) * 1_000);
  if (Number.isNaN(ms)) throw new Error(`Not a time: ${text}`);
  return ms;
};

/** Reads a script in the style of Prometheus' own tests: `load`, `clear`, `eval instant`, `eval range`, `expect`. */
export function readScript(text: string): Command[] {
  const commands: Command[] = [];
  for (const [index, raw] of text.split("\n").entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    try {
      const current = commands.at(-1);
      if (/^\s/.test(raw) && current) addTo(current, line);
      else commands.push(commandOf(line, index + 1));
    } catch (error) {
      throw new Error(`line ${index + 1}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return commands;
}

function commandOf(line: string, number: number): Command {
  if (line === "clear") return { kind: "clear", line: number };
  const load = /^load\s+(\S+)$/.exec(line);
  if (load) return { kind: "load", line: number, stepMs: timeMs(load[1] ?? ""), series: [] };
  const rest = { kind: "eval" as const, line: number, expectations: [], results: [], scalar: undefined };
  const instant = /^eval instant at (\S+)\s+(.+)$/.exec(line);
  if (instant) return { ...rest, query: instant[2] ?? "", times: { timeMs: timeMs(instant[1] ?? "") } };
  const range = /^eval range from (\S+) to (\S+) step (\S+)\s+(.+)$/.exec(line);
  if (!range) throw new Error(`not a command: ${line}`);
  const [, from = "", to = "", step = "", query = ""] = range;
  return { ...rest, query, times: { startMs: timeMs(from), endMs: timeMs(to), stepMs: timeMs(step) } };
}

function addTo(command: Command, line: string): void {
  if (command.kind === "clear") throw new Error("clear takes no lines");
  const expect = /^expect (\w+)(?: (msg|regex): ?(.*))?$/.exec(line);
  if (expect && command.kind === "eval") {
    const match = (expect[2] as "msg" | "regex" | undefined) ?? "any";
    command.expectations.push({
      type: expect[1] ?? "",
      match,
      text: (expect[3] ?? "").replace(/^"(.*)"$/, "$1"),
    });
    return;
  }
  if (command.kind === "eval" && /^[-+.\w]+$/.test(line) && parseNumber(line) !== undefined) {
    command.scalar = parseNumber(line);
    return;
  }
  const series = seriesLine(line);
  (command.kind === "load" ? command.series : command.results).push(series);
}

function seriesLine(line: string): SeriesLine {
  // Braces and quotes may hold spaces: the series ends at the first space outside of them.
  const found = /^((?:[^\s{"]+)?(?:\{(?:"(?:[^"\\]|\\.)*"|[^}"])*\})?)\s*(.*)$/.exec(line);
  const [, name = "", values = ""] = found ?? [];
  return { labels: labelsOf(name), slots: slotsOf(values) };
}

function labelsOf(text: string): LabelSet {
  if (text === "{}") return [];
  const node = parse(text);
  if (node.kind !== "selector") throw new Error(`not a series: ${text}`);
  return labelSet(node.matchers.map(({ label, value }) => [label, value] as const));
}

function slotsOf(text: string): Slot[] {
  return (text.match(/(?:\{\{.*?\}\}|\S)+/g) ?? []).flatMap(slotOf);
}

function slotOf(word: string): Slot[] {
  const gap = /^_(?:x(\d+))?$/.exec(word);
  if (gap) return new Array<Slot>(Number(gap[1] ?? 1)).fill(null);
  if (word === "stale") return ["stale"];
  if (word.startsWith("{{")) return readHistograms(word);
  const repeat = /^([^x]+?)(?:([+-][\d.]+(?:e[+-]?\d+)?))?x(\d+)$/i.exec(word);
  if (!repeat) return [numberOf(word)];
  const start = numberOf(repeat[1] ?? "");
  const step = Number(repeat[2] ?? 0);
  return Array.from({ length: Number(repeat[3]) + 1 }, (_, i) => start + i * step);
}

function numberOf(word: string): number {
  const value = parseNumber(word);
  if (value === undefined) throw new Error(`not a number: ${word}`);
  return value;
}

/** Runs one command; @throws Error that says what differs */
export async function runCommand(command: Command, world: World, experimental = true): Promise<void> {
  if (command.kind === "clear") return world.clear();
  if (command.kind === "load") {
    const series = command.series.map(({ labels, slots }) => ({
      labels,
      points: slots.flatMap((slot, index): Point[] =>
        slot === null ? [] : [[world.originMs + index * command.stepMs, slot]],
      ),
    }));
    return world.load(series);
  }
  let result: QueryResult | Error;
  try {
    result = await ask(command, world, experimental);
  } catch (error) {
    result = error instanceof Error ? error : new Error(String(error));
  }
  const faults = compare(command, result, world.originMs);
  if (faults.length > 0) throw new Error(`line ${command.line}: ${command.query}\n  ${faults.join("\n  ")}`);
}

function ask(
  command: Extract<Command, { kind: "eval" }>,
  world: World,
  experimental: boolean,
): Promise<QueryResult> {
  const { query, times } = command;
  const origin = world.originMs;
  if ("timeMs" in times) {
    return instantQuery(world.storage(), { query, timeMs: origin + times.timeMs }, { experimental });
  }
  const { startMs, endMs, stepMs } = times;
  return rangeQuery(
    world.storage(),
    { query, startMs: origin + startMs, endMs: origin + endMs, stepMs },
    { experimental },
  );
}

function compare(
  command: Extract<Command, { kind: "eval" }>,
  result: QueryResult | Error,
  origin: number,
): string[] {
  const of = (type: string) => command.expectations.filter((each) => each.type === type);
  if (result instanceof Error) {
    if (of("fail").length === 0) return [`failed: ${result.message}`];
    return of("fail")
      .filter((each) => !fits(each, result.message))
      .map((each) => `failed with "${result.message}", not "${each.text}"`);
  }
  if (of("fail").length > 0) return ["was expected to fail"];
  const faults = [
    ...remarks("warn", of("warn"), result.warnings),
    ...remarks("info", of("info"), result.infos),
  ];
  if (of("no_warn").length > 0 && result.warnings.length > 0)
    faults.push(`unexpected warning: ${result.warnings[0]}`);
  if (of("no_info").length > 0 && result.infos.length > 0) faults.push(`unexpected info: ${result.infos[0]}`);
  if (result.type === "string") return faults;
  if (result.type === "scalar") {
    if (command.scalar === undefined || !near(command.scalar, result.value))
      faults.push(`got ${result.value}`);
    return faults;
  }
  return [...faults, ...compareSeries(command, result.series, of("ordered").length > 0, origin)];
}

function remarks(what: string, expected: Expectation[], found: readonly string[]): string[] {
  return expected
    .filter((each) => !found.some((text) => fits(each, text)))
    .map((each) => `no ${what} "${each.text}" among ${JSON.stringify(found)}`);
}

function fits({ match, text }: Expectation, message: string): boolean {
  return match === "any" || (match === "msg" ? message === text : new RegExp(text).test(message));
}

function compareSeries(
  command: Extract<Command, { kind: "eval" }>,
  found: Extract<QueryResult, { series: unknown }>["series"],
  ordered: boolean,
  origin: number,
): string[] {
  const shown = (series: typeof found) =>
    series.map(({ labels, times, values, histograms }) => {
      const points = [...values].map((value, i) => {
        const histogram = histograms?.[i];
        return `${histogram ? histogramText(histogram) : sampleText(value)}@${(times[i] ?? 0) - origin}`;
      });
      return `${labelText(labels)} ${points.join(" ")}`;
    });
  const wanted = command.results.map(({ labels, slots }) => {
    const times: number[] = [];
    const values: number[] = [];
    const histograms: (NativeHistogram | undefined)[] = [];
    slots.forEach((slot, index) => {
      if (slot === null || slot === "stale") return;
      const { times: asked } = command;
      times.push(origin + ("timeMs" in asked ? asked.timeMs : asked.startMs + index * asked.stepMs));
      values.push(typeof slot === "number" ? slot : 0);
      histograms.push(typeof slot === "number" ? undefined : slot);
    });
    return { labels, times: Float64Array.from(times), values: Float64Array.from(values), histograms };
  });
  const order = (series: typeof found) =>
    ordered ? series : series.toSorted((a, b) => compareLabels(a.labels, b.labels));
  const [expected, got] = [order(wanted), order([...found])];
  const same =
    expected.length === got.length &&
    expected.every((series, i) => {
      const other = got[i];
      return (
        other !== undefined &&
        keyOf(series.labels) === keyOf(other.labels) &&
        series.times.length === other.times.length &&
        series.times.every((time, at) => time === other.times[at]) &&
        series.values.every((value, at) => {
          const [histogram, found] = [series.histograms?.[at], other.histograms?.[at]];
          if (histogram && found) return alike(histogram, found);
          return !histogram && !found && near(value, other.values[at] ?? Number.NaN);
        })
      );
    });
  return same ? [] : ["expected", ...shown(expected), "got", ...shown(got)];
}

function alike(a: NativeHistogram, b: NativeHistogram): boolean {
  const numbers = ({ zeroCount, count, sum, positive, negative, zeroThreshold }: NativeHistogram) => [
    zeroThreshold,
    zeroCount,
    count,
    sum,
    ...positive.counts,
    ...negative.counts,
  ];
  const shape = (histogram: NativeHistogram): NativeHistogram => {
    const ones = ({ indexes, counts }: NativeHistogram["positive"]) => ({
      indexes,
      counts: counts.map(() => 1),
    });
    return {
      ...histogram,
      zeroThreshold: 0,
      zeroCount: 0,
      count: 0,
      sum: 0,
      positive: ones(histogram.positive),
      negative: ones(histogram.negative),
    };
  };
  const [one, other] = [numbers(a), numbers(b)];
  return sameHistogram(shape(a), shape(b)) && one.every((value, at) => near(value, other[at] ?? Number.NaN));
}

/** Equal up to a relative error of 1e-9: sums may be added in another order. */
export function near(a: number, b: number): boolean {
  if (Object.is(a, b) || a === b) return true;
  if (Number.isNaN(a) && Number.isNaN(b)) return true;
  return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}
