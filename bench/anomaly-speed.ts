/**
 * Anomaly scoring: points a second on one core, and bytes of state a series.
 *
 *   pnpm bench anomaly-speed -- [--series 200] [--points 20000]
 *
 * Points are drawn beforehand (a daily wave with noise and spikes, one a minute) and fed round-robin, so that
 * the states do not stay in the cache: the pattern of a worker that scores all its series every minute.
 */
import { parseArgs } from "node:util";
import {
  createState,
  deserialise,
  serialise,
  stateBytes,
  update,
  updateScore,
} from "@triops/analysis/anomaly/detector";
import { pack } from "@triops/analysis/anomaly/serialise";
import { report } from "./report.ts";

const ROUNDS = 5;
/** Netdata's published cost, as points a second a core (reference: 2–4 % of a core per 10,000 metrics at 1 s). */
const NETDATA = { name: "Netdata, published", value: 350_000 };
const NETDATA_BYTES = { name: "Netdata, published", value: 18_432 };

const { values: options } = parseArgs({
  options: { series: { type: "string", default: "200" }, points: { type: "string", default: "20000" } },
  args: process.argv.slice(2).filter((word) => word !== "--"),
});
const seriesCount = Number(options.series);
const points = Number(options.points);

const values = Float64Array.from({ length: points }, (_, i) => {
  const noise = Math.sin(i * 12.9898) * 43_758.5453;
  return (
    100 + 30 * Math.sin((2 * Math.PI * i) / 1440) + 5 * (noise - Math.floor(noise)) + (i % 997 === 0 ? 80 : 0)
  );
});
const states = Array.from({ length: seriesCount }, () => createState());
let clock = Date.UTC(2026, 0, 5);

/** One value for every series, `rows` times over; milliseconds of processor time taken: others may use the machine too. */
function feed(
  rows: number,
  from: number,
  step: (state: (typeof states)[number], timeMs: number, v: number) => void,
) {
  const start = process.cpuUsage();
  for (let row = 0; row < rows; row++) {
    clock += 60_000;
    for (let k = 0; k < seriesCount; k++) step(states[k]!, clock, values[(from + row + 37 * k) % points]!);
  }
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

const median = (numbers: number[]) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
const rowsPerRound = Math.max(1, Math.floor(points / ROUNDS / 2));
const batch: number[] = [];
const verdicts: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const from = round * rowsPerRound;
  const perSecond = (ms: number, rows: number) => (rows * seriesCount * 1000) / ms;
  batch.push(perSecond(feed(rowsPerRound, from, updateScore), rowsPerRound));
  verdicts.push(perSecond(feed(Math.ceil(rowsPerRound / 10), from, update), Math.ceil(rowsPerRound / 10)));
}
const start = performance.now();
const texts = states.map(serialise);
texts.map(deserialise);
const roundTripMs = (performance.now() - start) / seriesCount;

report("anomaly-speed", [
  { name: "anomaly scoring", value: median(batch), unit: "points/s/core", peer: NETDATA },
  { name: "anomaly scoring with the full verdict", value: median(verdicts), unit: "points/s/core" },
  {
    name: "anomaly state in memory",
    value: stateBytes(states[0]!),
    unit: "bytes/series",
    peer: NETDATA_BYTES,
  },
  { name: "anomaly state packed", value: pack(states[0]!).length, unit: "bytes/series" },
  { name: "anomaly state as text", value: texts[0]!.length, unit: "bytes/series" },
  { name: "anomaly state saved and loaded", value: roundTripMs * 1000, unit: "µs/series" },
]);
