import { createDatabase } from "@triops/database/client";
import { composeKey } from "@triops/domains/api-keys/rules";
import { createAuth } from "@triops/domains/members/auth";
import { surfaces } from "@triops/domains/register";
import type { Runtime } from "@triops/domains/runtime";
import { randomText } from "@triops/kernel/ids";
import { createHarness, type Harness } from "@triops/testing/harness";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createApi } from "./handle.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await createHarness();
});
afterAll(() => harness.close());

it("503 with Retry-After, and not a word of the database's own, while Postgres is away", async () => {
  const database = createDatabase("postgresql://nobody:secret-word@127.0.0.1:1/none");
  const runtime: Runtime = { ...harness.runtime, database };
  const api = createApi({ runtime, auth: createAuth(runtime), surfaces });
  const key = composeKey(randomText(8), randomText(32));
  const answer = await api.handle(
    new Request("http://127.0.0.1:3999/api/v1/incidents", { headers: { authorization: `Bearer ${key}` } }),
  );
  expect(answer.status).toBe(503);
  expect(answer.headers.get("retry-after")).toBe("5");
  expect(await answer.text()).not.toMatch(/secret-word|prisma|postgres/i);
  await database.$disconnect();
});
