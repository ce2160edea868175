import { monitorEventLoopDelay, performance } from "node:perf_hooks";

export type Vitals = {
  uptimeSeconds: number;
  eventLoop: { lagMsMean: number; lagMsMax: number; utilization: number };
  rssBytes: number;
};

const windowMs = 10_000;

/** The process's own state over the last ten seconds, as `/health` and `/metrics` show it. */
export function watchVitals(): { read(): Vitals; close(): void } {
  const resolutionMs = 20;
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  let before = performance.eventLoopUtilization();
  let last = { lagMsMean: 0, lagMsMax: 0, utilization: 0 };
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization();
    // The histogram counts the whole interval between two ticks; what exceeds the resolution is lag.
    const lag = (nanos: number) => (Number.isFinite(nanos) ? Math.max(0, nanos / 1e6 - resolutionMs) : 0);
    last = {
      lagMsMean: lag(delay.mean),
      lagMsMax: lag(delay.max),
      utilization: performance.eventLoopUtilization(now, before).utilization,
    };
    before = now;
    delay.reset();
  }, windowMs);
  timer.unref();
  return {
    read: () => ({ uptimeSeconds: process.uptime(), eventLoop: last, rssBytes: process.memoryUsage.rss() }),
    close() {
      clearInterval(timer);
      delay.disable();
    },
  };
}
