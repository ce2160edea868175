import { performance } from "node:perf_hooks";

/** How this process fares; every app puts it into its health answer under `process`. */
export type Vitals = {
  pid: number;
  uptimeSeconds: number;
  rssBytes: number;
  heapUsedBytes: number;
  /** User and system together, since the start. */
  cpuSeconds: number;
  /** Over the last ten seconds: how late timers ran, and the share of time spent on JavaScript (0 to 1). */
  eventLoop: { lagMsMean: number; lagMsMax: number; utilization: number };
};

const sampleMs = 250;
const samplesKept = 40;

/**
 * Watches the event loop with one timer, four times a second: `monitorEventLoopDelay` wakes the process fifty
 * times, which is most of what an idle one does.
 */
export function watchVitals(): { read(): Vitals; stop(): void } {
  const lags: number[] = [];
  let dueMs = performance.now() + sampleMs;
  let before = performance.eventLoopUtilization();
  let utilization = 0;
  let at = 0;
  const timer = setInterval(() => {
    const nowMs = performance.now();
    lags[at] = Math.max(0, nowMs - dueMs);
    at = (at + 1) % samplesKept;
    dueMs = nowMs + sampleMs;
    if (at === 0) {
      const after = performance.eventLoopUtilization();
      utilization = performance.eventLoopUtilization(after, before).utilization;
      before = after;
    }
  }, sampleMs);
  timer.unref();
  return {
    read() {
      const { user, system } = process.cpuUsage();
      const { rss, heapUsed } = process.memoryUsage();
      return {
        pid: process.pid,
        uptimeSeconds: process.uptime(),
        rssBytes: rss,
        heapUsedBytes: heapUsed,
        cpuSeconds: (user + system) / 1e6,
        eventLoop: {
          lagMsMean: lags.reduce((sum, lag) => sum + lag, 0) / Math.max(1, lags.length),
          lagMsMax: Math.max(0, ...lags),
          utilization,
        },
      };
    },
    stop: () => clearInterval(timer),
  };
}
