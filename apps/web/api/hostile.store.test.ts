import { create as createKey } from "@triops/domains/api-keys/create";
import { createAuth } from "@triops/domains/members/auth";
import { surfaces } from "@triops/domains/register";
import { chance } from "@triops/telemetry/hostile/chance.testing";
import { hostileWebAsk } from "@triops/telemetry/hostile/web.testing";
import { createHarness, type Harness } from "@triops/testing/harness";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createApi } from "./handle.ts";
import { createLangfuseApi, langfusePrefix } from "./langfuse/answer.ts";

/** Each has its own seed, by which what went wrong is named. */
const requests = 600;

let harness: Harness;
let answer: (request: Request) => Promise<Response>;
let key: string;

beforeAll(async () => {
  harness = await createHarness({ clickhouse: true });
  const { runtime } = harness;
  const api = createApi({ runtime, auth: createAuth(runtime), surfaces });
  const langfuse = createLangfuseApi({ runtime, authenticator: api.authenticator });
  answer = (request) =>
    new URL(request.url).pathname.startsWith(langfusePrefix) ? langfuse(request) : api.handle(request);
  const home = await harness.makeWorkspace();
  const owner = await harness.callerAs(home, "owner");
  key = (await createKey.call(owner, { name: "anemone", scopes: ["read", "write", "admin"] })).key;
});
afterAll(() => harness.close());

it("hostile requests to prompts, scores and datasets are answered with 2xx or 4xx", async () => {
  const bad: string[] = [];
  const statuses = new Map<number, number>();
  let seed = 1;
  const lane = async () => {
    while (seed <= requests) {
      const own = seed++;
      const { method, path, kind, headers, body } = hostileWebAsk("anemone", chance(own));
      const request = new Request(`http://127.0.0.1:3999${path}`, {
        method,
        headers: { authorization: `Bearer ${key}`, ...headers },
        ...(body.length === 0 ? {} : { body: new Uint8Array(body) }),
      });
      const reply = await answer(request);
      const text = await reply.text();
      statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1);
      if (reply.status < 200 || reply.status >= 500)
        bad.push(`seed ${own} ${method} ${path} (${kind}): ${reply.status} ${text.slice(0, 200)}`);
    }
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
  expect(bad).toEqual([]);
  for (const status of [200, 201, 400, 404]) expect(statuses.get(status)).toBeGreaterThan(requests / 100);
}, 120_000);
