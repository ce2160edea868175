import "./stores.ts";
import { randomBytes } from "node:crypto";
import { connectRedis, type Redis, waitForRedis } from "@triops/kernel/redis";
import { inject } from "vitest";

export type TestRedis = {
  redis: Redis;
  url: string;
  /** Unlike any other file's; put it before every key of the test's own. */
  prefix: string;
  close(): void;
};

/** A connection for one test file, with a prefix that keeps files apart. */
export async function createTestRedis(): Promise<TestRedis> {
  const url = inject("stores").redisUrl;
  const redis = connectRedis(url, "command", () => {});
  await waitForRedis(redis);
  return { redis, url, prefix: `{test-${randomBytes(6).toString("hex")}}`, close: () => redis.disconnect() };
}
