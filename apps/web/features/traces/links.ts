/** Logs a little before and after count too: clocks differ and writers buffer. */
const aroundMs = 60_000;

/** Parameters of the logs screen for a search around a stretch of time. */
export const logsAround = (q: string, fromMs: number, toMs: number) => ({
  q,
  from: new Date(Math.floor(fromMs) - aroundMs).toISOString(),
  to: new Date(Math.ceil(toMs) + aroundMs).toISOString(),
});
