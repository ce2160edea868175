import type { Origin } from "@triops/kernel/context";
import { newId } from "@triops/kernel/ids";
import { deriveKey } from "@triops/kernel/secrets";
import { APIError, betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { createAuthMiddleware, getIP } from "better-auth/api";
import { genericOAuth, twoFactor } from "better-auth/plugins";
import { ownOrigins } from "../origins.ts";
import type { Runtime } from "../runtime.ts";
import { joinInvited } from "./join.ts";
import { attemptCounter } from "./rate-limit.ts";
import { passwordFault, passwordLengthMax, passwordLengthMin } from "./rules.ts";
import { type CredentialChange, recordCredentialChange, recordSignIn } from "./sign-in-record.ts";
import { mayEnter, type SsoSettings, ssoProvider, ssoProviderId } from "./sso.ts";

export type AuthSettings = {
  sso?: SsoSettings | undefined;
  /** Addresses or CIDR ranges of reverse proxies whose `x-forwarded-for` is believed. */
  trustedProxies?: string[] | undefined;
  /** How a reset link reaches its person; by e-mail unless given. */
  deliverReset?: ((email: string, url: string) => Promise<void>) | undefined;
};

const day = 86_400;
/** Guesses at one account, from wherever they come. */
const perAccount = { window: 900, max: 30 };

/** What a call changed about how a person signs in, or null. */
function credentialChange(path: string, hadSecondFactor: boolean): CredentialChange | null {
  if (path === "/change-password") return { password: "changed" };
  if (path === "/two-factor/disable") return { secondFactor: "off" };
  if (path === "/two-factor/generate-backup-codes") return { backupCodes: "renewed" };
  // The first code that a signed-in person proves completes the enrolment.
  if (path === "/two-factor/verify-totp" && !hadSecondFactor) return { secondFactor: "on" };
  return null;
}

export type Auth = ReturnType<typeof createAuth>;

/** Sign-in: e-mail and password, a second factor, an identity provider. Who may do what is no part of it. */
export function createAuth(runtime: Runtime, settings: AuthSettings = {}) {
  const secure = runtime.webUrl.startsWith("https://");
  const counter = attemptCounter(runtime);
  const ipAddress = settings.trustedProxies ? { trustedProxies: settings.trustedProxies } : {};
  const originOf = (headers: Headers | undefined): Origin => ({
    ip: (headers && getIP(headers, { advanced: { ipAddress } })) ?? undefined,
    userAgent: headers?.get("user-agent") ?? undefined,
  });
  return betterAuth({
    appName: "Triops",
    baseURL: runtime.webUrl,
    basePath: "/api/auth",
    trustedOrigins: ownOrigins(runtime.webUrl),
    secret: deriveKey(runtime.secretKey, "sign-in").toString("base64url"),
    database: prismaAdapter(runtime.database, { provider: "postgresql", transaction: true }),
    telemetry: { enabled: false },
    logger: {
      level: "warn",
      log: (level, message) =>
        runtime.log[level === "error" ? "error" : "warn"]({ part: "sign-in" }, message),
    },
    onAPIError: {
      // A refused request is the caller's affair; only what is our fault is worth a line.
      onError: (error) => {
        if (error instanceof APIError && error.statusCode < 500) return;
        runtime.log.error({ err: error, part: "sign-in" }, "sign-in failed");
      },
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordLengthMin,
      maxPasswordLength: passwordLengthMax,
      revokeSessionsOnPasswordReset: true,
      resetPasswordTokenExpiresIn: 3_600,
      onPasswordReset: async ({ user }, request) =>
        recordCredentialChange(runtime, user.id, { password: "reset" }, originOf(request?.headers)),
      sendResetPassword: async ({ user, token }) => {
        const url = `${runtime.webUrl}/reset-password?token=${encodeURIComponent(token)}`;
        const deliver = settings.deliverReset ?? ((email, link) => mailReset(runtime, email, link));
        await deliver(user.email, url);
      },
    },
    // Reset links work from a mailbox, not from a copy of the database.
    verification: { storeIdentifier: "hashed" },
    // Always read from the ledger: a session that was ended must not live on in a cookie.
    session: { expiresIn: 7 * day, updateAge: day, cookieCache: { enabled: false } },
    account: {
      encryptOAuthTokens: true,
      accountLinking: { enabled: true, trustedProviders: [ssoProviderId] },
    },
    user: {
      validateUserInfo: async ({ user, source }) => {
        if (source.method !== "oauth") return { error: "closed", errorDescription: "Ask for an invitation" };
        if (await mayEnter(runtime, user.email, user.emailVerified === true)) return;
        return { error: "not_invited", errorDescription: "Ask an administrator for an invitation" };
      },
    },
    databaseHooks: {
      session: {
        create: {
          after: async (session, ctx) => {
            const origin: Origin = {
              ip: session.ipAddress ?? undefined,
              userAgent: session.userAgent ?? undefined,
            };
            const viaSso = ctx?.path?.includes("callback") ?? false;
            const user = await runtime.database.user.findUnique({ where: { id: session.userId } });
            if (user && viaSso) await joinInvited(runtime, user, origin);
            const proved = ctx?.path?.includes("two-factor") ?? false;
            // Asked: the session of the first step ends by itself unless this device is remembered.
            const secondFactor = proved ? "given" : user?.twoFactorEnabled && !viaSso ? "asked" : "none";
            const method = viaSso ? "sso" : "password";
            await recordSignIn(runtime, session.userId, { method, secondFactor }, origin);
          },
        },
      },
    },
    hooks: {
      before: createAuthMiddleware(async (ctx) => {
        const body = (ctx.body ?? {}) as { email?: unknown; newPassword?: unknown };
        if (ctx.path === "/sign-in/email" && typeof body.email === "string") {
          const key = `account:${body.email.trim().toLowerCase().slice(0, 254)}`;
          const { allowed } = await counter.consume(key, perAccount);
          if (!allowed)
            throw new APIError("TOO_MANY_REQUESTS", { message: "Too many attempts; wait a while" });
        }
        if (typeof body.newPassword === "string") {
          const fault = passwordFault(body.newPassword);
          if (fault) throw new APIError("BAD_REQUEST", { code: "PASSWORD_TOO_WEAK", message: fault });
        }
      }),
      after: createAuthMiddleware(async (ctx) => {
        const user = ctx.context.session?.user;
        if (!user || ctx.context.returned instanceof APIError) return;
        const change = credentialChange(ctx.path, user.twoFactorEnabled === true);
        if (change) await recordCredentialChange(runtime, user.id, change, originOf(ctx.headers));
      }),
    },
    rateLimit: {
      enabled: true,
      window: 60,
      max: 300,
      customStorage: counter,
      customRules: {
        "/sign-in/*": { window: 60, max: 20 },
        "/two-factor/*": { window: 60, max: 20 },
        "/request-password-reset": { window: 300, max: 5 },
        "/reset-password": { window: 300, max: 20 },
        "/get-session": false,
      },
    },
    plugins: [
      twoFactor({ issuer: "Triops" }),
      ...(settings.sso ? [genericOAuth({ config: [ssoProvider(settings.sso)] })] : []),
    ],
    advanced: {
      // The library's own prefix would be __Secure-; __Host- also pins the cookie to this host and path.
      useSecureCookies: false,
      cookiePrefix: secure ? "__Host-triops" : "triops",
      defaultCookieAttributes: { secure, sameSite: "lax", httpOnly: true, path: "/" },
      database: { generateId: () => newId() },
      ipAddress,
    },
  });
}

async function mailReset(runtime: Runtime, email: string, url: string): Promise<void> {
  if (!runtime.mailer.configured) {
    runtime.log.warn(
      "a password reset was asked for, but no mail server is set up: `triops user reset-password`",
    );
    return;
  }
  await runtime.mailer.send({
    to: email,
    subject: "Choose a new password for Triops",
    text: `Somebody asked for a new password for this address.\n\nIf it was you, open this within an hour:\n${url}\n\nIf it was not, nothing needs to be done.\n`,
  });
}
