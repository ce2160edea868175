import { generateKeyPairSync, sign } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { newId } from "@triops/kernel/ids";
import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Auth, createAuth } from "./auth.ts";
import { invite } from "./invite.ts";

/** Who the fake identity provider says is there. */
type Claims = { sub: string; email: string; email_verified: boolean; name: string };

const origin = "http://127.0.0.1:3999";
const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
let harness: Harness;
let provider: Server;
let issuer: string;
let auth: Auth;
let workspace: TestWorkspace;
/** What the next sign-in will be told; the nonce is the one it was asked with. */
let next: { claims: Claims; nonce: string };

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

function idToken(): string {
  const now = Math.floor(Date.now() / 1_000);
  const head = encode({ alg: "RS256", kid: "k", typ: "JWT" });
  const body = encode({
    ...next.claims,
    nonce: next.nonce,
    iss: issuer,
    aud: "triops",
    iat: now,
    exp: now + 60,
  });
  return `${head}.${body}.${sign("RSA-SHA256", Buffer.from(`${head}.${body}`), privateKey).toString("base64url")}`;
}

beforeAll(async () => {
  harness = await createHarness();
  provider = createServer((request, response) => {
    const answers: Record<string, () => object> = {
      "/.well-known/openid-configuration": () => ({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        userinfo_endpoint: `${issuer}/userinfo`,
        jwks_uri: `${issuer}/jwks`,
        id_token_signing_alg_values_supported: ["RS256"],
      }),
      "/jwks": () => ({
        keys: [{ ...publicKey.export({ format: "jwk" }), kid: "k", alg: "RS256", use: "sig" }],
      }),
      "/token": () => ({ access_token: "a", token_type: "Bearer", expires_in: 60, id_token: idToken() }),
      "/userinfo": () => next.claims,
    };
    const answer = answers[request.url ?? ""];
    response.writeHead(answer ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify(answer?.() ?? {}));
  });
  await new Promise<void>((resolve) => provider.listen(0, "127.0.0.1", resolve));
  issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  auth = createAuth(harness.runtime, {
    sso: { issuer, clientId: "triops", clientSecret: "s".repeat(32), name: "Fake" },
  });
  workspace = await harness.makeWorkspace();
});
afterAll(async () => {
  provider.close();
  await harness.close();
});

/** Goes to the provider and back. @returns whether a session came of it */
async function signIn(given: Partial<Claims> & { email: string }): Promise<boolean> {
  const start = await auth.handler(
    new Request(`${origin}/api/auth/sign-in/social`, {
      method: "POST",
      headers: { "content-type": "application/json", origin },
      body: JSON.stringify({ provider: "oidc", callbackURL: "/", errorCallbackURL: "/sign-in" }),
    }),
  );
  const { url } = (await start.json()) as { url: string };
  const asked = new URL(url).searchParams;
  const claims = { sub: newId(), email_verified: true, name: "Somebody", ...given };
  next = { claims, nonce: asked.get("nonce") ?? "" };
  const cookie = start.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  const back = await auth.handler(
    new Request(`${origin}/api/auth/callback/oidc?code=c&state=${asked.get("state")}`, {
      headers: { cookie },
    }),
  );
  return back.headers.getSetCookie().some((line) => line.includes("session_token=") && !line.includes("=;"));
}

describe("signing in through an identity provider", () => {
  it("lets nobody in who was not invited", async () => {
    expect(await signIn({ email: "stranger@example.com" })).toBe(false);
    expect(await harness.runtime.database.user.count({ where: { email: "stranger@example.com" } })).toBe(0);
  });

  it("makes an invited person a member, once", async () => {
    const owner = await harness.callerAs(workspace, "owner");
    const email = "ann@example.com";
    await invite.call(owner, { email, role: "viewer" });
    expect(await signIn({ email, sub: "ann" })).toBe(true);
    expect(await signIn({ email, sub: "ann" })).toBe(true);
    const members = await harness.runtime.database.member.findMany({ where: { user: { email } } });
    expect(members).toMatchObject([{ workspaceId: workspace.id, role: "viewer" }]);
  });

  it("knows a member by the verified address, and by no other", async () => {
    const member = await harness.callerAs(workspace, "editor");
    const { email } = await harness.runtime.database.user.findUniqueOrThrow({ where: { id: member.userId } });
    expect(await signIn({ email, email_verified: false })).toBe(false);
    expect(await signIn({ email })).toBe(true);
    expect(await harness.runtime.database.user.count({ where: { email } })).toBe(1);
  });

  it("ends with the membership", async () => {
    const member = await harness.callerAs(workspace, "editor");
    const { email } = await harness.runtime.database.user.findUniqueOrThrow({ where: { id: member.userId } });
    expect(await signIn({ email, sub: "leaver" })).toBe(true);
    await harness.runtime.database.member.deleteMany({ where: { userId: member.userId } });
    expect(await signIn({ email, sub: "leaver" })).toBe(false);
  });
});
