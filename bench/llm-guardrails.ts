/**
 * Detectors of personal data and secrets: what they find of the corpus, and how long they take for a thousand characters.
 * Processor time, so that neighbours on the machine do not count.
 */
import { compilePattern } from "@triops/analysis/patterns/pattern";
import { examples, foundIn } from "@triops/analysis/pii/corpus/corpus.testing";
import { createPlaceholders, maskPii } from "@triops/analysis/pii/mask";
import { piiTypes } from "@triops/analysis/pii/types";
import { identifiers } from "./guardrails/identifiers.ts";
import { report } from "./report.ts";

const all = examples();
let [hits, misses, extra] = [0, 0, 0];
for (const { text, expected } of all) {
  const found = foundIn(text).map(({ type, value }) => `${type} ${value}`);
  const wanted = expected.map(({ type, value }) => `${type} ${value}`);
  hits += wanted.filter((each) => found.includes(each)).length;
  misses += wanted.filter((each) => !found.includes(each)).length;
  extra += found.filter((each) => !wanted.includes(each)).length;
}

const perKind = 1_000;
const mistaken = Object.entries(identifiers(perKind)).map(([kind, made]) => ({
  kind,
  percent: (100 * made.filter((each) => foundIn(`the ${each} here`).length > 0).length) / perKind,
}));

const prose =
  "The delivery of order 2024-118 left the warehouse at 10:30 and should be with you in three working days. " +
  "If nobody is at home, the driver leaves it with a neighbour and puts a card into the letter box. ";
const withValues = `${prose}Write to jane.doe@example.com or call +49 30 1234567 if it does not come. ${prose}`;
const code =
  "const total = rows.reduce((sum, row) => sum + row.price * (1 - row.discount / 100), 0); // v1.2.3 #4111\n";
const wanted = new Set(piiTypes);
const words = compilePattern("(?i)confidential|internal only|project raven");

/** Microseconds of processor time for a thousand characters: the median of rounds. */
function cost(text: string, work: (text: string) => unknown): number {
  // What runs often is compiled; only then it costs what it costs in a gateway.
  for (let times = 0; times < 100; times++) work(text);
  const rounds: number[] = [];
  for (let round = 0; round < 9; round++) {
    const before = process.cpuUsage();
    for (let times = 0; times < 20; times++) work(text);
    const { user, system } = process.cpuUsage(before);
    rounds.push((user + system) / 20 / (text.length / 1_000));
  }
  return rounds.sort((a, b) => a - b)[4] ?? 0;
}

const long = (text: string) => text.repeat(Math.ceil(100_000 / text.length));
const mask = (text: string) => maskPii(text, wanted, createPlaceholders());
const costs = {
  "prose without values": cost(long(prose), mask),
  "prose with values": cost(long(withValues), mask),
  "source code": cost(long(code), mask),
};
report(
  "llm-guardrails",
  [
    {
      name: `values of the corpus found (of ${hits + misses})`,
      value: (100 * hits) / (hits + misses),
      unit: "%",
    },
    { name: "finds that are values", value: (100 * hits) / (hits + extra), unit: "%" },
    {
      name: "made-up identifiers taken for a value, mean of twelve kinds",
      value: mistaken.reduce((sum, { percent }) => sum + percent, 0) / mistaken.length,
      unit: "%",
    },
    ...Object.entries(costs).flatMap(([name, microseconds]) => [
      { name: `masking ${name}, all types`, value: microseconds, unit: "µs per 1,000 characters" },
      { name: `masking ${name}, all types`, value: 1_000 / microseconds, unit: "MB/s" },
    ]),
    {
      name: "three banned phrases, case ignored",
      value: cost(long(prose), (text) => words.find(text)),
      unit: "µs per 1,000 characters",
    },
  ],
  { mistaken, texts: all.length, without: all.filter(({ expected }) => expected.length === 0).length },
);
