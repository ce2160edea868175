/**
 * Beside the thread that runs the model, which may be deep in native code: ends the process when it grows beyond its
 * memory, has used up its processor time, or when whoever started it is gone. The clock is the parent's.
 */
import { parentPort, workerData } from "node:worker_threads";
import { cpuMs, slots } from "./watched.ts";

const { watched, parent } = workerData as { watched: Int32Array; parent: number };
const busyMs = 10;
const idleMs = 1_000;

parentPort?.postMessage("watching");

for (;;) {
  const busy = Atomics.load(watched, slots.busy);
  Atomics.wait(watched, slots.busy, busy, busy ? busyMs : idleMs);
  const limitMiB = Atomics.load(watched, slots.residentMiB);
  const tooLarge = limitMiB > 0 && process.memoryUsage.rss() > limitMiB * 1024 * 1024;
  if (tooLarge || process.ppid !== parent) process.kill(process.pid, "SIGKILL");
  const limitMs = Atomics.load(watched, slots.cpuMsMax);
  const used = cpuMs() - Atomics.load(watched, slots.cpuMsAtStart);
  // The signal that systems send for it tells the parent why.
  if (Atomics.load(watched, slots.busy) && used > limitMs) process.kill(process.pid, "SIGXCPU");
}
