/**
 * Beside the thread that runs the model, which may be deep in native code: ends the process when it grows beyond its
 * memory or when whoever started it is gone. Time limits are the parent's.
 */
import { workerData } from "node:worker_threads";

const { watched, parent } = workerData as { watched: Int32Array; parent: number };
const busyMs = 10;
const idleMs = 1_000;

for (;;) {
  const busy = Atomics.load(watched, 0);
  Atomics.wait(watched, 0, busy, busy ? busyMs : idleMs);
  const limitMiB = Atomics.load(watched, 1);
  const tooLarge = limitMiB > 0 && process.memoryUsage.rss() > limitMiB * 1024 * 1024;
  if (tooLarge || process.ppid !== parent) process.kill(process.pid, "SIGKILL");
}
