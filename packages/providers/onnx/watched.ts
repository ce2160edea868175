/** What the thread of the model and the one that watches it share, as places in an Int32Array. */
export const slots = { busy: 0, residentMiB: 1, cpuMsMax: 2, cpuMsAtStart: 3 } as const;

/** Processor time of this process so far, in milliseconds. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return Math.round((user + system) / 1_000);
}
