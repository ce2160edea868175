/** Years 1 to 9999, in milliseconds: what ISO-8601 writes with four digits. */
const leastMs = -62_135_596_800_000;
const greatestMs = 253_402_300_799_999;

/** Clients send any number as a time; what no calendar shows has none here. */
export const timeOf = (ms: number | null): Date | null =>
  ms === null || ms < leastMs || ms > greatestMs ? null : new Date(ms);
