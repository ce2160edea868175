import { holderOf, type KeyHolder, noteUse } from "@triops/domains/api-keys/index";
import type { Auth } from "@triops/domains/members/auth";
import { memberCaller, signedIn } from "@triops/domains/members/session";
import { ownOrigins } from "@triops/domains/origins";
import type { Caller, Runtime } from "@triops/domains/runtime";
import { forbidden, unauthenticated } from "@triops/kernel/errors";
import { originOf } from "./origin.ts";
import { wantedWorkspace } from "./workspace-choice.ts";

/** `setCookies` prolong a session in use; they go out with the answer. */
export type Authenticated = { caller: Caller; setCookies: readonly string[] };

export type Authenticator = {
  /** @throws unauthenticated, forbidden for a cookie sent from elsewhere, notFound for a foreign workspace */
  callerOf(request: Request, requestId: string): Promise<Authenticated>;
};

/** A machine by its key, or a person by their session. A key that is wrong is not rescued by a cookie. */
export function createAuthenticator(
  runtime: Runtime,
  auth: Auth,
  trustedProxies: readonly string[] | undefined,
): Authenticator {
  const origins = new Set(ownOrigins(runtime.webUrl));
  return {
    async callerOf(request, requestId) {
      const { headers } = request;
      const now = runtime.clock.now();
      const facts = { requestId, now, origin: originOf(headers, trustedProxies) };
      const key = keyOf(headers);
      if (key !== null) {
        const holder: KeyHolder | null = await holderOf(runtime, key, now);
        if (!holder) throw unauthenticated("This API key is unknown, expired or revoked");
        noteUse(runtime, holder.actor.id, now);
        return { caller: { runtime, context: { ...holder, ...facts } }, setCookies: [] };
      }
      const person = await signedIn(runtime, auth, headers);
      if (!person) throw unauthenticated();
      if (request.method !== "GET" && request.method !== "HEAD" && !isOwn(headers, origins)) {
        throw forbidden("This request did not come from Triops's own pages");
      }
      const wanted = wantedWorkspace(headers, person.memberships);
      return { caller: memberCaller(runtime, person, wanted, facts), setCookies: person.setCookies };
    },
  };
}

/** `Bearer`, Basic with the key as password, or a header of its own; null when none was sent. */
export function keyOf(headers: Headers): string | null {
  const own = headers.get("x-triops-key");
  if (own !== null) return own.trim();
  const authorization = headers.get("authorization");
  if (authorization === null) return null;
  const [scheme = "", credentials = ""] = authorization.trim().split(/\s+/, 2);
  if (scheme.toLowerCase() === "bearer") return credentials;
  if (scheme.toLowerCase() !== "basic") return "";
  const text = Buffer.from(credentials, "base64").toString("utf8");
  return text.slice(text.indexOf(":") + 1);
}

/** Cookies travel by themselves, so a change must say that one of our own pages asked for it. */
function isOwn(headers: Headers, origins: ReadonlySet<string>): boolean {
  const origin = headers.get("origin");
  if (origin !== null) return origins.has(origin);
  return headers.get("sec-fetch-site") === "same-origin";
}
