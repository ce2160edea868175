/** Which of vitest's workers this is, from 1: two of them never share a Redis database. */
export const workerNumber = (): number => Number(process.env.VITEST_POOL_ID ?? "1");
