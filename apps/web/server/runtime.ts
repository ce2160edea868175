import { type ApiRates, createApiRates } from "@triops/domains/api-keys/index";
import { createRuntime } from "@triops/domains/boot";
import { type Auth, createAuth } from "@triops/domains/members/auth";
import type { SsoSettings } from "@triops/domains/members/sso";
import type { Runtime } from "@triops/domains/runtime";
import { createLogger } from "@triops/kernel/logger";
import { createLiveHub, type LiveHub } from "../api/live-hub.ts";
import { readWebEnv, type WebEnv } from "../env.ts";

/** What this process answers requests with. */
export type Web = { runtime: Runtime; auth: Auth; live: LiveHub; apiRates: ApiRates; env: WebEnv };

/** Kept on the global object, because development reloads modules but not the process with its connections. */
const slot = Symbol.for("triops.web");
type Holder = { [slot]?: Web };

/** The process's one runtime, made when first asked for. @throws naming every wrong setting */
export function web(): Web {
  const holder = globalThis as Holder;
  holder[slot] ??= build();
  return holder[slot];
}

function build(): Web {
  const env = readWebEnv();
  const log = createLogger("web", env.LOG_LEVEL);
  const { runtime } = createRuntime(env, log, "triops-web");
  const auth = createAuth(runtime, { sso: ssoOf(env), trustedProxies: env.TRIOPS_TRUSTED_PROXIES });
  const live = createLiveHub(env.REDIS_URL, log);
  return { runtime, auth, env, live, apiRates: createApiRates(runtime) };
}

export function ssoOf(env: WebEnv): SsoSettings | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = env;
  if (!issuer || !clientId || !clientSecret) return undefined;
  return { issuer, clientId, clientSecret, name: env.OIDC_NAME };
}
