import { create as createKey } from "@triops/domains/api-keys/create";
import { verifyChain } from "@triops/domains/audit/verify";
import { createAuth } from "@triops/domains/members/auth";
import { makeMember } from "@triops/domains/members/testing";
import { surfaces } from "@triops/domains/register";
import type { Caller } from "@triops/domains/runtime";
import { scopes } from "@triops/kernel/context";
import { newId } from "@triops/kernel/ids";
import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { loadSamples } from "@triops/testing/samples";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, createApi } from "./handle.ts";
import { callOf } from "./testing.ts";

const routes = surfaces.flatMap((surface) => surface.routes);
const samples = await loadSamples();
/** Succeeds only with a queue that holds the job: see the jobs noun's own test. */
const elsewhere = new Set(["jobs.retry"]);
const mutations = routes.filter(({ verb }) => verb.kind === "write" && !elsewhere.has(verb.name));

let harness: Harness;
let api: Api;
let home: TestWorkspace;
let owner: Caller;
let authorization: string;

beforeAll(async () => {
  harness = await createHarness({ clickhouse: true });
  api = createApi({ runtime: harness.runtime, auth: createAuth(harness.runtime), surfaces });
  home = await harness.makeWorkspace();
  owner = await harness.callerAs(home, "owner");
  const { key } = await createKey.call(owner, { name: "Everything", scopes: [...scopes] });
  authorization = `Bearer ${key}`;
});
afterAll(() => harness.close());

const auditRows = (verb: string) =>
  harness.runtime.database.auditEvent.count({ where: { workspaceId: home.id, verb } });

it.each(mutations.map((route) => [route.verb.name, route] as const))(
  "%s succeeds with its sample and leaves an audit row",
  async (name, { verb }) => {
    const sample = samples[name];
    if (!sample) throw new Error(`${name} has no sample; add one to the noun's testing.ts`);
    const input = await sample(owner);
    const before = await auditRows(name);
    await verb.call(owner, input as never);
    expect(await auditRows(name)).toBeGreaterThan(before);
  },
);

it("leaves a chain of audit rows that holds", async () => {
  const { checked, fault } = await verifyChain(harness.runtime.database, home.id);
  expect(fault).toBeNull();
  expect(checked).toBeGreaterThan(mutations.length);
});

describe("a request with an Idempotency-Key", () => {
  const route = { method: "POST" as const, path: "/incidents" as const };
  const send = (key: string, body: object) =>
    api.handle(callOf(route, body as never, { authorization, "idempotency-key": key }));
  const incidents = () => harness.runtime.database.incident.count({ where: { workspaceId: home.id } });

  it("takes effect once and gets the same answer again", async () => {
    const before = await incidents();
    const first = await send("once", { title: "Declared once" });
    const second = await send("once", { title: "Declared once" });
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(await second.json()).toEqual(await first.json());
    expect(second.headers.get("idempotent-replayed")).toBe("true");
    expect(await incidents()).toBe(before + 1);
  });

  it("422 when the key was used for something else", async () => {
    await send("other", { title: "One thing" });
    expect((await send("other", { title: "Another thing" })).status).toBe(422);
  });

  it("takes effect once however many arrive at the same moment", async () => {
    const before = await incidents();
    const answers = await Promise.all(Array.from({ length: 8 }, () => send("burst", { title: "A burst" })));
    const statuses = answers.map(({ status }) => status);
    expect(statuses).toContain(201);
    expect(statuses.every((status) => status === 201 || status === 409)).toBe(true);
    expect(await incidents()).toBe(before + 1);
  });

  it("may try again after a failure", async () => {
    expect((await send("again", { title: "" })).status).toBe(400);
    expect((await send("again", { title: "" })).status).toBe(400);
  });

  it("keeps what is shown only once sealed", async () => {
    const keyRoute = { method: "POST" as const, path: "/api-keys" as const };
    const request = () =>
      callOf(keyRoute, { name: "Sealed", scopes: ["read"] }, { authorization, "idempotency-key": "sealed" });
    const { key } = (await (await api.handle(request())).json()) as { key: string };
    expect(key).toMatch(/^tri_/);
    const rows = await harness.runtime.database.idempotencyKey.findMany({ where: { key: "sealed" } });
    expect(JSON.stringify(rows)).not.toContain(key);
    expect(await (await api.handle(request())).json()).toMatchObject({ key });
  });
});

describe("the last owner", () => {
  it("can neither be removed nor given another role", async () => {
    const lonely = await harness.makeWorkspace();
    const caller = await harness.callerAs(lonely, "owner");
    const { actor } = caller.context;
    const find = (name: string) => routes.find(({ verb }) => verb.name === name)?.verb;
    const demote = find("members.change-role")?.call(caller, { id: actor.id, role: "viewer" } as never);
    await expect(demote).rejects.toMatchObject({ code: "conflict" });
    const removal = find("members.remove")?.call(caller, { id: actor.id } as never);
    await expect(removal).rejects.toMatchObject({ code: "conflict" });
  });

  it("stays even when two owners unmake each other at the same moment", async () => {
    const pair = await harness.makeWorkspace();
    const one = await harness.callerAs(pair, "owner");
    const two = await harness.callerAs(pair, "owner");
    const demote = routes.find(({ verb }) => verb.name === "members.change-role")?.verb;
    await Promise.allSettled([
      demote?.call(one, { id: two.context.actor.id, role: "viewer" } as never),
      demote?.call(two, { id: one.context.actor.id, role: "viewer" } as never),
    ]);
    const owners = await harness.runtime.database.member.count({
      where: { workspaceId: pair.id, role: "owner" },
    });
    expect(owners).toBe(1);
  });

  it("cannot be unmade, nor anybody made one, by an administrator", async () => {
    const admin = await harness.callerAs(home, "admin");
    const someone = await makeMember(owner);
    const promote = routes.find(({ verb }) => verb.name === "members.change-role")?.verb;
    await expect(promote?.call(admin, { id: someone.id, role: "owner" } as never)).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("an API key", () => {
  const list = (headers: Record<string, string>) =>
    api.handle(callOf({ method: "GET", path: "/incidents" }, {}, headers)).then(({ status }) => status);

  it("works from its creation to its revocation, in each of the three ways to send it", async () => {
    const { id, key } = await createKey.call(owner, { name: "Short-lived", scopes: ["read"] });
    const basic = Buffer.from(`anyone:${key}`).toString("base64");
    expect(await list({ authorization: `Bearer ${key}` })).toBe(200);
    expect(await list({ authorization: `Basic ${basic}` })).toBe(200);
    expect(await list({ "x-triops-key": key })).toBe(200);
    const post = callOf({ method: "POST", path: "/incidents" }, { title: "No" }, { "x-triops-key": key });
    expect((await api.handle(post)).status).toBe(403);
    const revoke = callOf({ method: "POST", path: `/api-keys/${id}/revoke` }, {}, { authorization });
    expect((await api.handle(revoke)).status).toBe(200);
    expect(await list({ authorization: `Bearer ${key}` })).toBe(401);
  });

  it("cannot hand out a scope it lacks", async () => {
    const admin = harness.callerWith(home, ["admin", "read"]);
    await expect(createKey.call(admin, { name: "More", scopes: ["write"] })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("is stored as a hash only", async () => {
    const { key } = await createKey.call(owner, { name: "Secret", scopes: ["read"] });
    const rows = await harness.runtime.database.apiKey.findMany();
    const audits = await harness.runtime.database.auditEvent.findMany();
    expect(JSON.stringify([rows, audits])).not.toContain(key.slice(13));
  });
});

describe("the transport", () => {
  const ask = (path: string, init: RequestInit = {}) =>
    api.handle(
      new Request(`http://127.0.0.1:3999/api/v1${path}`, {
        ...init,
        headers: { authorization, ...init.headers },
      }),
    );

  it("404 for an address that does not exist, 405 with Allow for a method", async () => {
    expect((await ask("/nothing")).status).toBe(404);
    const wrong = await ask("/incidents", { method: "DELETE" });
    expect(wrong.status).toBe(405);
    expect(wrong.headers.get("allow")).toContain("GET");
  });

  it("refuses bodies that are too large, compressed, not JSON, or too deep", async () => {
    const json = { "content-type": "application/json" };
    const send = (body: string, headers: Record<string, string>) =>
      ask("/incidents", { method: "POST", body, headers }).then(({ status }) => status);
    expect(await send(JSON.stringify({ title: "x".repeat(1_100_000) }), json)).toBe(413);
    expect(await send("{}", { ...json, "content-encoding": "br" })).toBe(415);
    expect(await send("title=x", { "content-type": "application/x-www-form-urlencoded" })).toBe(415);
    expect(await send(`${'{"a":'.repeat(40)}1${"}".repeat(40)}`, json)).toBe(400);
    expect(await send("{", json)).toBe(400);
    expect(await send("[]", json)).toBe(400);
  });

  it("names each wrong field", async () => {
    const answer = await ask("/incidents", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ title: "", severity: "sev9" }),
    });
    const { error } = (await answer.json()) as { error: { fields: { path: string }[] } };
    expect(error.fields.map(({ path }) => path).sort()).toEqual(["severity", "title"]);
  });

  it("carries a request id, is never stored, and pages by cursor", async () => {
    const first = await ask("/incidents?limit=2");
    expect(first.headers.get("cache-control")).toBe("no-store");
    expect(first.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    const page = (await first.json()) as { data: { id: string }[]; nextCursor: string };
    const next = (await (await ask(`/incidents?limit=2&cursor=${page.nextCursor}`)).json()) as typeof page;
    expect(page.data).toHaveLength(2);
    const seen = new Set(page.data.map(({ id }) => id));
    expect(next.data.some(({ id }) => seen.has(id))).toBe(false);
  });

  it("says nothing of an error that nobody foresaw", async () => {
    const { runtime } = harness;
    const broken = createApi({
      runtime,
      auth: createAuth(runtime),
      surfaces: [
        {
          noun: "broken",
          title: "",
          description: "",
          routes: [
            {
              method: "GET",
              path: "/broken",
              summary: "",
              verb: {
                kind: "read",
                name: "broken.get",
                permission: "broken:read",
                call: async () => {
                  throw new Error("secret detail");
                },
              } as never,
            },
          ],
        },
      ],
    });
    const answer = await broken.handle(
      new Request("http://127.0.0.1:3999/api/v1/broken", { headers: { authorization } }),
    );
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain("secret detail");
  });

  it("answers for unknown ids as for foreign ones", async () => {
    expect((await ask(`/incidents/${newId()}`)).status).toBe(404);
    expect((await ask("/incidents/not-an-id")).status).toBe(400);
  });
});
