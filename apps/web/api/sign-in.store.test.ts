import { createAuth } from "@triops/domains/members/auth";
import { attemptCounter } from "@triops/domains/members/rate-limit";
import { remove } from "@triops/domains/members/remove";
import { resetLink } from "@triops/domains/members/reset-password";
import { surfaces } from "@triops/domains/register";
import { firstRun, newCredentials } from "@triops/domains/workspaces/first-run";
import { createHarness, type Harness } from "@triops/testing/harness";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApi } from "./handle.ts";

const password = "a long enough password";
const origin = "http://127.0.0.1:3999";
const credentials = newCredentials(password);
let harness: Harness;
let workspace: { id: string; slug: string };
let auth: ReturnType<typeof createAuth>;
let api: ReturnType<typeof createApi>;

beforeAll(async () => {
  harness = await createHarness();
  workspace = await firstRun(harness.runtime, credentials);
  auth = createAuth(harness.runtime);
  api = createApi({ runtime: harness.runtime, auth, surfaces });
});
afterAll(() => harness.close());

const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  new Request(`${origin}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin, ...headers },
    body: JSON.stringify(body),
  });

const cookieOf = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");

async function signIn(email = credentials.email, secret = password): Promise<Response> {
  return auth.handler(post("/api/auth/sign-in/email", { email, password: secret }));
}

const get = (path: string, headers: Record<string, string>) =>
  api.handle(new Request(`${origin}/api/v1${path}`, { headers }));

describe("signing in", () => {
  it("opens the API to the session's cookie", async () => {
    const answer = await signIn();
    expect(answer.status).toBe(200);
    const line = answer.headers.getSetCookie().find((text) => text.includes("session_token")) ?? "";
    expect(line).toMatch(/HttpOnly/i);
    expect(line).toMatch(/SameSite=Lax/i);
    const list = await get("/workspaces", { cookie: cookieOf(answer) });
    expect(list.status).toBe(200);
    expect(await list.json()).toMatchObject({ data: [{ id: workspace.id, operator: true }] });
  });

  it("refuses a wrong password", async () => {
    expect((await signIn(credentials.email, "a wrong password")).status).toBe(401);
  });

  it("does not let strangers make an account", async () => {
    const answer = await auth.handler(
      post("/api/auth/sign-up/email", { email: "eve@example.com", password, name: "Eve" }),
    );
    expect(answer.status).toBe(400);
    expect(await harness.runtime.database.user.count({ where: { email: "eve@example.com" } })).toBe(0);
  });

  it("is written into the audit log", async () => {
    await signIn();
    const row = await harness.runtime.database.auditEvent.findFirst({ where: { verb: "members.sign-in" } });
    expect(row).toMatchObject({ workspaceId: workspace.id, actorName: "Owner" });
  });

  it("is refused for a while after thirty attempts at one account, from wherever", async () => {
    const counter = attemptCounter(harness.runtime);
    const email = "nobody@example.com";
    for (let i = 0; i < 30; i++) await counter.consume(`account:${email}`, { window: 900, max: 30 });
    expect((await signIn(email, "x".repeat(12))).status).toBe(429);
  });
});

describe("a session", () => {
  it("cannot be used from another site", async () => {
    const { cookie } = { cookie: await sessionCookie() };
    const body = { title: "From elsewhere" };
    const foreign = post("/api/v1/incidents", body, { cookie, origin: "https://evil.example" });
    expect((await api.handle(foreign)).status).toBe(403);
    expect((await api.handle(post("/api/v1/incidents", body, { cookie }))).status).toBe(201);
  });

  it("answers 404 for somebody else's workspace", async () => {
    const other = await harness.makeWorkspace();
    const cookie = await sessionCookie();
    expect((await get("/incidents", { cookie, "x-triops-workspace": other.id })).status).toBe(404);
    expect((await get("/incidents", { cookie, "x-triops-workspace": workspace.id })).status).toBe(200);
  });

  it("finds nothing after its member was removed", async () => {
    const { database } = harness.runtime;
    const owner = await harness.callerAs(workspace, "owner");
    const cookie = await sessionCookie();
    const member = await database.member.findFirstOrThrow({
      where: { workspaceId: workspace.id, user: { email: credentials.email } },
    });
    await remove.call(owner, { id: member.id });
    expect((await get("/incidents", { cookie })).status).toBe(401);
    await database.member.create({ data: { ...member } });
  });
});

describe("a forgotten password", () => {
  it("is replaced through a link that works once and ends all sessions", async () => {
    const cookie = await sessionCookie();
    const link = new URL(await resetLink(harness.runtime, credentials.email));
    expect(link.pathname).toBe("/reset-password");
    const token = link.searchParams.get("token");
    const change = (newPassword: string) =>
      auth.handler(post("/api/auth/reset-password", { token, newPassword }));
    expect((await change("short")).status).toBe(400);
    expect((await change("another long password")).status).toBe(200);
    expect((await change("yet another password")).status).toBe(400);
    expect((await get("/incidents", { cookie })).status).toBe(401);
    expect((await signIn(credentials.email, "another long password")).status).toBe(200);
  });

  it("is mailed when a mail server is set up", async () => {
    await auth.handler(post("/api/auth/request-password-reset", { email: credentials.email }));
    expect(harness.mails.at(-1)).toMatchObject({ to: credentials.email });
    expect(harness.mails.at(-1)?.text).toContain("/reset-password?token=");
  });
});

/** A session that did not come through the attempt limits. */
async function sessionCookie(): Promise<string> {
  await harness.runtime.redis.flushdb();
  const known = [password, "another long password"];
  for (const secret of known) {
    const answer = await signIn(credentials.email, secret);
    if (answer.status === 200) return cookieOf(answer);
  }
  throw new Error("could not sign in");
}
