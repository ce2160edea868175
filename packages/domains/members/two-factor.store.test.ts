import { createHmac } from "node:crypto";
import { createHarness, type Harness } from "@triops/testing/harness";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { firstRun, newCredentials } from "../workspaces/first-run.ts";
import { type Auth, createAuth } from "./auth.ts";
import { signedIn } from "./session.ts";

const origin = "http://127.0.0.1:3999";
const credentials = newCredentials("a long enough password");
let harness: Harness;
let auth: Auth;

beforeAll(async () => {
  harness = await createHarness();
  await firstRun(harness.runtime, credentials);
  auth = createAuth(harness.runtime);
});
afterAll(() => harness.close());

/** A browser, as far as cookies go. */
function browser() {
  const jar = new Map<string, string>();
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  return {
    signedIn: () => signedIn(harness.runtime, auth, new Headers({ cookie: cookie() })),
    async post(path: string, body: object) {
      const answer = await auth.handler(
        new Request(`${origin}/api/auth${path}`, {
          method: "POST",
          headers: { "content-type": "application/json", origin, cookie: cookie() },
          body: JSON.stringify(body),
        }),
      );
      for (const line of answer.headers.getSetCookie()) {
        const [pair = ""] = line.split(";");
        const at = pair.indexOf("=");
        if (pair.slice(at + 1) === "" || /max-age=0/i.test(line)) jar.delete(pair.slice(0, at));
        else jar.set(pair.slice(0, at), pair.slice(at + 1));
      }
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    },
  };
}

const byPassword = { email: credentials.email, password: credentials.password };

/** RFC 6238 with SHA-1, six digits, thirty seconds. */
function codeOf(uri: string, atMs = Date.now()): string {
  const secret = new URL(uri).searchParams.get("secret") ?? "";
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(atMs / 30_000)));
  const digest = createHmac("sha1", key).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

describe("a second factor", () => {
  it("is asked for after the password, accepts its code, and refuses a wrong one", async () => {
    const first = browser();
    await first.post("/sign-in/email", byPassword);
    const enabled = await first.post("/two-factor/enable", { password: credentials.password });
    const uri = String(enabled.body.totpURI);
    expect((await first.post("/two-factor/verify-totp", { code: codeOf(uri) })).status).toBe(200);

    const second = browser();
    const asked = await second.post("/sign-in/email", byPassword);
    expect(asked.body).toMatchObject({ twoFactorRedirect: true });
    expect(await second.signedIn()).toBeNull();
    const wrong = codeOf(uri) === "000000" ? "000001" : "000000";
    expect((await second.post("/two-factor/verify-totp", { code: wrong })).status).toBe(401);
    expect(await second.signedIn()).toBeNull();
    expect((await second.post("/two-factor/verify-totp", { code: codeOf(uri) })).status).toBe(200);
    expect((await second.signedIn())?.person.email).toBe(credentials.email);
    const audited = await harness.runtime.database.auditEvent.findMany({
      where: { verb: "members.sign-in" },
      orderBy: { seq: "asc" },
    });
    expect(audited.slice(-2).map((row) => row.after)).toEqual([
      { method: "password", secondFactor: "asked" },
      { method: "password", secondFactor: "given" },
    ]);

    await second.post("/sign-out", {});
    expect(await second.signedIn()).toBeNull();
  });

  it("is in the audit log once it is on, and so is a password that was reset", async () => {
    let link = "";
    auth = createAuth(harness.runtime, {
      deliverReset: async (_email, url) => {
        link = url;
      },
    });
    const { email, password } = credentials;
    const person = browser();
    await person.post("/request-password-reset", { email });
    const token = new URL(link).searchParams.get("token");
    expect((await person.post("/reset-password", { token, newPassword: password })).status).toBe(200);
    const audited = await harness.runtime.database.auditEvent.findMany({
      where: { verb: "members.change-credentials" },
      orderBy: { seq: "asc" },
    });
    expect(audited.map((row) => [row.actorName, row.after])).toEqual([
      ["Owner", { secondFactor: "on" }],
      ["Owner", { password: "reset" }],
    ]);
  });

  it("is stored encrypted", async () => {
    const [row] = await harness.runtime.database.twoFactor.findMany();
    expect(row?.secret.length).toBeGreaterThan(40);
    expect(row?.secret).not.toMatch(/^[A-Z2-7]+=*$/);
  });
});
