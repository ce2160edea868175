import { createHmac, randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import { webhookSecretPlace } from "@triops/domains/api-keys/rules";
import { publishedKeysHash } from "@triops/domains/api-keys/schemas";
import { intakeStream } from "@triops/domains/intake/schemas";
import { seal } from "@triops/kernel/secrets";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually, publishTestKey, testSecretKey } from "../testing.ts";
import { startWorld, type World } from "../world.testing.ts";

let world: World;
const path = "/webhooks/changes";
const deploy = { kind: "deploy", service: "checkout", title: "checkout 1.4.2" };

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

/** Reports in the queue of this test's workspace. */
async function queued(): Promise<{ title: string; externalId: string }[]> {
  const entries = await world.redis.redis.xrange(intakeStream("changes"), "-", "+");
  return entries.flatMap(([, fields]) => {
    const record = Object.fromEntries(
      fields.flatMap((name, at) => (at % 2 === 0 ? [[name, fields[at + 1]]] : [])),
    );
    return record.workspaceId === world.key.workspaceId ? JSON.parse(record.body ?? "[]") : [];
  });
}

const post = (json: object, headers: Record<string, string> = {}) => world.post({ path, json, headers });

describe("POST /webhooks/changes", () => {
  it("202 for one change, for a list and for gzip, once they are queued", async () => {
    const one = await post({ ...deploy, externalId: "one" });
    expect([one.status, await one.json()]).toEqual([202, { accepted: 1 }]);
    const list = [
      { ...deploy, externalId: "two" },
      { ...deploy, kind: "flag", externalId: "three" },
    ];
    expect(await (await post(list)).json()).toEqual({ accepted: 2 });
    const zipped = await world.post({
      path,
      body: gzipSync(JSON.stringify({ ...deploy, externalId: "four" })),
      headers: { "content-encoding": "gzip" },
    });
    expect(zipped.status).toBe(202);
    expect((await queued()).map(({ externalId }) => externalId)).toEqual(
      expect.arrayContaining(["id:one", "id:two", "id:three", "id:four"]),
    );
  });

  it("gives the same id to what is sent again", async () => {
    await post({ ...deploy, title: "again" });
    await post({ ...deploy, title: "again" });
    await post([{ ...deploy, title: "keyed" }], { "idempotency-key": "k1" });
    const ids = (await queued()).filter(({ title }) => title === "again").map(({ externalId }) => externalId);
    expect(ids).toHaveLength(2);
    // Unless ten minutes of the clock ended between the two.
    expect(new Set(ids.map((id) => id.split(":")[1])).size).toBe(1);
    expect((await queued()).find(({ title }) => title === "keyed")?.externalId).toBe("key:k1:0");
  });

  it.each([
    ["no title", { kind: "deploy" }, "title"],
    ["a kind with spaces", { ...deploy, kind: "big deploy" }, "kind"],
    ["a time to come", { ...deploy, at: "2099-01-01T00:00:00Z" }, "at"],
    ["a time that is none", { ...deploy, at: "yesterday" }, "at"],
    ["a link to a script", { ...deploy, link: "javascript:alert(1)" }, "link"],
    ["NUL", { ...deploy, title: "a\u0000b" }, "title"],
    ["half a surrogate pair", { ...deploy, after: { a: "\ud800" } }, "after"],
    ["much too much", { ...deploy, after: "x".repeat(20_000) }, "after"],
    ["one of two", [deploy, { kind: "deploy" }], "1.title"],
    ["a number", 3 as never, ""],
  ])("400 that names the field for %s", async (_what, json, field) => {
    const answer = await post(json);
    const body = (await answer.json()) as { error: { code: string; fields: { path: string }[] } };
    expect([answer.status, body.error.code, body.error.fields[0]?.path]).toEqual([400, "invalid", field]);
  });

  it("400 for what is not JSON, 415 for another type, 413 for too much, 401 without a key", async () => {
    expect((await world.post({ path, body: "{" })).status).toBe(400);
    expect((await world.post({ path, body: Buffer.from([0xff, 0x22]) })).status).toBe(400);
    expect((await world.post({ path, body: "x", headers: { "content-type": "text/plain" } })).status).toBe(
      415,
    );
    expect((await world.post({ path, body: "x".repeat(1_100_000) })).status).toBe(413);
    expect((await world.post({ path, json: deploy, credential: null })).status).toBe(401);
    expect((await post(Array.from({ length: 201 }, () => deploy))).status).toBe(400);
  });
});

describe("GitHub", () => {
  const release = JSON.stringify({
    action: "published",
    repository: { name: "shop", full_name: "acme/shop", html_url: "https://github.com/acme/shop" },
    release: { id: 5, tag_name: "v5", html_url: "https://github.com/acme/shop/releases/v5" },
  });
  const send = (secret: string, body = release, type = "application/json", signed = body) => {
    const signature = createHmac("sha256", secret).update(signed).digest("hex");
    return world.post({
      path,
      body,
      headers: {
        "content-type": type,
        "x-github-event": "release",
        "x-hub-signature-256": `sha256=${signature}`,
      },
    });
  };

  it("202 for an event signed with the key, as JSON or as a form", async () => {
    expect(await (await send(world.key.key)).json()).toEqual({ accepted: 1 });
    const form = new URLSearchParams({ payload: release }).toString();
    expect((await send(world.key.key, form, "application/x-www-form-urlencoded")).status).toBe(202);
    expect((await queued()).some(({ externalId }) => externalId === "release:5")).toBe(true);
  });

  it("takes only what is signed with the key's own secret once it has one", async () => {
    const own = { workspaceId: world.key.workspaceId, keyId: randomUUID() };
    const place = webhookSecretPlace(own.keyId);
    const webhookSecret = seal(testSecretKey, own.workspaceId, place, "its own");
    const { key: credential, hash } = await publishTestKey(world.redis.redis, { ...own, webhookSecret });
    const sent = async (signedWith: string | null) => {
      const signature = createHmac("sha256", signedWith ?? "")
        .update(release)
        .digest("hex");
      const signed: Record<string, string> =
        signedWith === null ? {} : { "x-hub-signature-256": `sha256=${signature}` };
      const headers = { "x-github-event": "release", ...signed };
      return (await world.post({ path, body: release, headers, credential })).status;
    };
    await eventually(async () => expect(await sent("its own")).toBe(202));
    expect(await sent(credential)).toBe(401);
    expect(await sent(null)).toBe(401);
    // What does not come from GitHub is not signed.
    const script = await world.post({ path, json: { ...deploy, externalId: "unsigned" }, credential });
    expect(script.status).toBe(202);
    await world.redis.redis.hdel(publishedKeysHash, hash);
  });

  it("401 for a signature made with anything else, or of another body", async () => {
    expect((await send("another secret")).status).toBe(401);
    expect((await send(world.key.key, release, "application/json", `${release} `)).status).toBe(401);
  });
});
