/** How every bench states its figures: one line each on the terminal, one JSON file per bench. */
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";

export type Figure = {
  name: string;
  value: number;
  unit: string;
  /** What it is held against, measured in the same run or published; `note` says which. */
  peer?: { name: string; value: number; note?: string };
};

/** `name: value unit (peer value, ratio)`. */
export function line(figure: Figure): string {
  const head = `${figure.name}: ${readable(figure.value)} ${figure.unit}`;
  if (!figure.peer) return head;
  const note = figure.peer.note ? ` ${figure.peer.note}` : "";
  const ratio = (figure.value / figure.peer.value).toFixed(2);
  return `${head} (${figure.peer.name}${note} ${readable(figure.peer.value)}, ratio ${ratio})`;
}

/** Prints the figures and writes `bench/results/<bench>.json` with them, `detail`, the machine and the time. */
export function report(
  bench: string,
  figures: readonly Figure[],
  detail: Record<string, unknown> = {},
): void {
  for (const figure of figures) console.log(line(figure));
  const folder = join(import.meta.dirname, "results");
  mkdirSync(folder, { recursive: true });
  const machine = {
    node: process.version,
    cpu: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
  };
  const body = { bench, at: new Date().toISOString(), machine, figures, ...detail };
  writeFileSync(join(folder, `${bench}.json`), `${JSON.stringify(body, null, 2)}\n`);
}

function readable(value: number): string {
  const size = Math.abs(value);
  if (size >= 1000) return Math.round(value).toLocaleString("en-GB");
  return size >= 10 ? value.toFixed(1) : value.toFixed(2);
}
