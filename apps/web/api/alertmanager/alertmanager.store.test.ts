import { makeAlert, makeClaim } from "@triops/domains/alerts/testing";
import { create as createKey } from "@triops/domains/api-keys/create";
import { createAuth } from "@triops/domains/members/auth";
import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createAuthenticator } from "../authenticate.ts";
import { alertmanagerPrefix, createAlertmanagerApi } from "./answer.ts";

let harness: Harness;
let answer: (request: Request) => Promise<Response>;
let home: TestWorkspace;
let key: string;

beforeAll(async () => {
  harness = await createHarness();
  const { runtime } = harness;
  const authenticator = createAuthenticator(runtime, createAuth(runtime), undefined);
  answer = createAlertmanagerApi({ runtime, authenticator });
});
beforeEach(async () => {
  home = await harness.makeWorkspace();
  const owner = await harness.callerAs(home, "owner");
  key = (await createKey.call(owner, { name: "tools", scopes: ["read", "write"] })).key;
});
afterAll(() => harness?.close());

async function ask(path: string, { method = "GET", body = undefined as unknown, credential = key } = {}) {
  const text = typeof body === "string" ? body : body === undefined ? undefined : JSON.stringify(body);
  const request = new Request(`http://localhost${alertmanagerPrefix}${path}`, {
    method,
    headers: { authorization: `Bearer ${credential}`, "content-type": "application/json" },
    ...(text === undefined ? {} : { body: text }),
  });
  const response = await answer(request);
  const raw = await response.text();
  // biome-ignore lint/suspicious/noExplicitAny: answers are held against the protocol below
  return { status: response.status, json: (raw === "" ? undefined : JSON.parse(raw)) as any };
}

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
const postable = (labels: Record<string, string>) => {
  const { annotations, startsAt, endsAt, generatorUrl } = makeClaim(new Date());
  return { labels, annotations, startsAt, endsAt, generatorURL: generatorUrl };
};
const add = (...labels: Record<string, string>[]) =>
  ask("/api/v2/alerts", { method: "POST", body: labels.map(postable) });
const silenceOf = (matchers: object[], more = {}) => ({
  matchers,
  startsAt: new Date().toISOString(),
  endsAt: inAnHour(),
  createdBy: "somebody",
  comment: "because",
  ...more,
});
const silence = async (matchers: object[], more = {}) =>
  ask("/api/v2/silences", { method: "POST", body: silenceOf(matchers, more) });
const names = async (query = "") =>
  (await ask(`/api/v2/alerts${query}`)).json
    .map(({ labels }: { labels: Record<string, string> }) => labels.alertname)
    .sort();

describe("alerts", () => {
  it("are shown with every field that the protocol requires", async () => {
    expect(await add({ alertname: "A", job: "node" })).toEqual({ status: 200, json: undefined });
    const { json } = await ask("/api/v2/alerts");
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(json).toEqual([
      {
        labels: { alertname: "A", job: "node" },
        annotations: { summary: "Load is high on a" },
        generatorURL: "http://prometheus.example:9090/graph",
        fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
        receivers: [{ name: "triops" }],
        status: { state: "active", silencedBy: [], inhibitedBy: [], mutedBy: [] },
        startsAt: time,
        updatedAt: time,
        endsAt: time,
      },
    ]);
  });

  it("of our own monitors are among them, with a name and a severity", async () => {
    await makeAlert(harness.systemCaller(home));
    expect((await ask("/api/v2/alerts")).json).toMatchObject([
      {
        labels: { alertname: "CPU is high", host: "a", severity: "sev3" },
        annotations: { summary: "CPU is high" },
      },
    ]);
  });

  it("are filtered by matchers, flags and receiver", async () => {
    await add({ alertname: "A", job: "node" }, { alertname: "B", job: "db" }, { alertname: "C" });
    await silence([{ name: "job", value: "node", isRegex: false }]);
    const filter = (text: string) => `filter=${encodeURIComponent(text)}`;
    expect(await names()).toEqual(["A", "B", "C"]);
    expect(await names(`?${filter('job="db"')}`)).toEqual(["B"]);
    expect(await names(`?${filter('job=~"n.*|db"')}&${filter('alertname!="A"')}`)).toEqual(["B"]);
    expect(await names(`?${filter('job=""')}`)).toEqual(["C"]);
    expect(await names("?silenced=false")).toEqual(["B", "C"]);
    expect(await names("?active=false")).toEqual(["A"]);
    expect(await names("?receiver=tri.*")).toEqual(["A", "B", "C"]);
    expect(await names("?receiver=other")).toEqual([]);
    expect(await ask(`/api/v2/alerts?${filter("nothing")}`)).toMatchObject({
      status: 400,
      json: expect.any(String),
    });
    expect(await ask("/api/v2/alerts?active=perhaps")).toMatchObject({ status: 400 });
  });

  it("are grouped by their name", async () => {
    await add({ alertname: "B", i: "1" }, { alertname: "A", i: "1" }, { alertname: "A", i: "2" });
    const { json } = await ask("/api/v2/alerts/groups");
    const sizes = json.map((group: { labels: object; alerts: unknown[] }) => [
      group.labels,
      group.alerts.length,
    ]);
    expect(sizes).toEqual([
      [{ alertname: "A" }, 2],
      [{ alertname: "B" }, 1],
    ]);
    expect(json[0]).toMatchObject({ receiver: { name: "triops" } });
  });

  it("that are not valid are named, and the others stand", async () => {
    const body = [postable({ alertname: "A" }), postable({})];
    expect(await ask("/api/v2/alerts", { method: "POST", body })).toEqual({
      status: 400,
      json: "at least one label pair required",
    });
    expect(await names()).toEqual(["A"]);
  });
});

describe("silences", () => {
  it("are made, shown, and mark alerts at once", async () => {
    await add({ alertname: "A", job: "node" });
    const made = await silence([{ name: "job", value: "n.*", isRegex: true }]);
    expect(made).toMatchObject({ status: 200, json: { silenceID: expect.any(String) } });
    const id = made.json.silenceID;
    expect((await ask(`/api/v2/silence/${id}`)).json).toMatchObject({
      id,
      status: { state: "active" },
      matchers: [{ name: "job", value: "n.*", isRegex: true, isEqual: true }],
      createdBy: "somebody",
      comment: "because",
    });
    expect((await ask("/api/v2/alerts")).json).toMatchObject([
      { status: { state: "suppressed", silencedBy: [id] } },
    ]);
  });

  it("end with DELETE, and are listed as expired", async () => {
    const { silenceID } = (await silence([{ name: "a", value: "b", isRegex: false }])).json;
    expect(await ask(`/api/v2/silence/${silenceID}`, { method: "DELETE" })).toEqual({
      status: 200,
      json: undefined,
    });
    expect((await ask("/api/v2/silences")).json).toMatchObject([
      { id: silenceID, status: { state: "expired" } },
    ]);
  });

  it("keep their id when only end or comment change, and get another when the conditions do", async () => {
    const matchers = [{ name: "a", value: "b", isRegex: false }];
    const { silenceID: id } = (await silence(matchers)).json;
    const startsAt = (await ask(`/api/v2/silence/${id}`)).json.startsAt;
    expect((await silence(matchers, { id, startsAt, comment: "longer" })).json).toEqual({ silenceID: id });
    const next = (await silence([{ name: "a", value: "c", isRegex: false }], { id, startsAt })).json
      .silenceID;
    expect(next).not.toBe(id);
    const states = (await ask("/api/v2/silences")).json.map(
      (one: { id: string; status: { state: string } }) => [one.id, one.status.state],
    );
    expect(states).toEqual([
      [next, "active"],
      [id, "expired"],
    ]);
  });

  it("are found by filters on their own conditions and by their author", async () => {
    await silence([{ name: "a", value: "b", isRegex: false }]);
    const count = async (query: string) => (await ask(`/api/v2/silences?${query}`)).json.length;
    expect([await count("filter=a%3D%22b%22"), await count("filter=a%3D%22c%22")]).toEqual([1, 0]);
    expect([await count("creator=somebody"), await count("creator=nobody")]).toEqual([1, 0]);
  });

  it.each([
    ["no conditions", silenceOf([])],
    [
      "an end before the start",
      silenceOf([{ name: "a", value: "b", isRegex: false }], { endsAt: "2020-01-01T00:00:00Z" }),
    ],
    ["a pattern that is not RE2", silenceOf([{ name: "a", value: "(", isRegex: true }])],
    ["no object", "[]"],
    ["no JSON", "{"],
  ])("400 with a text for %s", async (_what, body) => {
    expect(await ask("/api/v2/silences", { method: "POST", body })).toMatchObject({
      status: 400,
      json: expect.any(String),
    });
  });

  it("404 for one that does not exist, is no id at all, or is another workspace's", async () => {
    const { silenceID: id } = (await silence([{ name: "a", value: "b", isRegex: false }])).json;
    const stranger = await harness.callerAs(await harness.makeWorkspace(), "owner");
    const credential = (await createKey.call(stranger, { name: "k", scopes: ["read", "write"] })).key;
    expect((await ask(`/api/v2/silence/${id}`, { credential })).status).toBe(404);
    expect((await ask(`/api/v2/silence/${id}`, { credential, method: "DELETE" })).status).toBe(404);
    expect((await ask("/api/v2/silence/nothing")).status).toBe(404);
    expect((await ask("/api/v2/silences", { credential })).json).toEqual([]);
  });
});

describe("the rest of the protocol", () => {
  it("says who it is", async () => {
    expect((await ask("/api/v2/status")).json).toMatchObject({
      cluster: { status: "disabled" },
      versionInfo: { version: expect.any(String), goVersion: expect.any(String) },
      config: { original: expect.stringContaining("receiver: triops") },
      uptime: expect.any(String),
    });
    expect((await ask("/api/v2/receivers")).json).toEqual([{ name: "triops" }]);
  });

  it("401 without a key, 403 without the scope, 404 and 405 elsewhere, all as JSON texts", async () => {
    const owner = await harness.callerAs(home, "owner");
    const reader = (await createKey.call(owner, { name: "reader", scopes: ["read"] })).key;
    const text = expect.any(String);
    expect(await ask("/api/v2/alerts", { credential: "nothing" })).toEqual({ status: 401, json: text });
    expect(
      await ask("/api/v2/alerts", { method: "POST", body: [postable({ a: "b" })], credential: reader }),
    ).toEqual({
      status: 403,
      json: text,
    });
    expect(await ask("/api/v1/alerts")).toEqual({ status: 404, json: text });
    expect(await ask("/api/v2/status", { method: "DELETE" })).toEqual({ status: 405, json: text });
  });
});
