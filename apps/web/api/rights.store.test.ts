import { createAuth } from "@triops/domains/members/auth";
import { mayDo } from "@triops/domains/permissions";
import { surfaces } from "@triops/domains/register";
import type { Caller } from "@triops/domains/runtime";
import type { Samples } from "@triops/domains/testing";
import { roles, type Scope, scopes } from "@triops/kernel/context";
import { isTriopsError } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { loadSamples } from "@triops/testing/samples";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, createApi } from "./handle.ts";
import { callOf } from "./testing.ts";

const routes = surfaces.flatMap((surface) => surface.routes);
const verbs = [...new Map(routes.map(({ verb }) => [verb.name, verb])).values()];
const samples: Samples = await loadSamples();

let harness: Harness;
let api: Api;
let home: TestWorkspace;
let foreign: TestWorkspace;
let stranger: Caller;
let key: string;

beforeAll(async () => {
  harness = await createHarness({ clickhouse: true });
  api = createApi({ runtime: harness.runtime, auth: createAuth(harness.runtime), surfaces });
  home = await harness.makeWorkspace();
  foreign = await harness.makeWorkspace();
  stranger = await harness.callerAs(foreign, "owner");
  const { create } = await import("@triops/domains/api-keys/create");
  key = (
    await create.call(await harness.callerAs(home, "owner"), { name: "Everything", scopes: [...scopes] })
  ).key;
});
afterAll(() => harness.close());

/** What became of a call: the error's code, or "done". */
async function outcome(run: () => Promise<unknown>): Promise<string> {
  try {
    await run();
    return "done";
  } catch (error) {
    return isTriopsError(error) ? error.code : `unforeseen: ${String(error)}`;
  }
}

describe.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))(
  "%s",
  (_name, route) => {
    it("401 without a key, with an unknown one, and with a malformed one", async () => {
      for (const authorization of [
        undefined,
        `Bearer tri_aaaaaaaa_${"b".repeat(38)}`,
        "Bearer nonsense",
        "Basic eDp5",
      ]) {
        const answer = await api.handle(
          callOf(route, { id: newId() }, authorization ? { authorization } : {}),
        );
        expect(answer.status).toBe(401);
        expect(await answer.json()).toMatchObject({ error: { code: "unauthenticated" } });
      }
    });
  },
);

const aboutOne = routes.filter((route) => route.path.includes("{"));

it.each(aboutOne.map((route) => [`${route.method} ${route.path}`, route] as const))(
  "%s answers 404 for another workspace's record",
  async (_name, route) => {
    const sample = samples[route.verb.name];
    if (!sample) throw new Error(`${route.verb.name} has no sample; add one to the noun's testing.ts`);
    const input = await sample(stranger);
    const answer = await api.handle(callOf(route, input, { authorization: `Bearer ${key}` }));
    // Whether a key may do it at all comes first; a record of another workspace is never named.
    const allowed = mayDo({ kind: "apiKey", id: "", name: "", scopes: [...scopes] }, route.verb.permission);
    expect(answer.status).toBe(allowed ? 404 : 403);
    expect(await answer.text()).not.toContain(foreign.id);
  },
);

describe.each(verbs.map((verb) => [verb.name, verb] as const))("%s", (_name, verb) => {
  it.each(roles)("asks for its permission, as %s", async (role) => {
    const caller = await harness.callerAs(home, role);
    const result = await outcome(() => verb.call(caller, { id: newId() } as never));
    expect(result).not.toContain("unforeseen");
    expect(result === "forbidden").toBe(!mayDo(caller.context.actor, verb.permission));
  });

  it.each(scopes)("asks for its permission, of a key with only the scope %s", async (scope: Scope) => {
    const caller = harness.callerWith(home, [scope]);
    const result = await outcome(() => verb.call(caller, { id: newId() } as never));
    expect(result).not.toContain("unforeseen");
    expect(result === "forbidden").toBe(!mayDo(caller.context.actor, verb.permission));
  });
});
