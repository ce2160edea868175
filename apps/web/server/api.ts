import { createHealthProbe, type HealthProbe } from "@triops/domains/health";
import { surfaces } from "@triops/domains/register";
import { watchVitals } from "@triops/kernel/vitals";
import { type Api, createApi } from "../api/handle.ts";
import { type Chapter, describeApi } from "../api/openapi.ts";
import { web } from "./runtime.ts";

type Built = { api: Api; chapters: Chapter[]; health: HealthProbe; vitals: ReturnType<typeof watchVitals> };
let built: Built | undefined;

/** The API of this process, put together when first asked for. */
export function api(): Built {
  if (built) return built;
  const { runtime, auth, env } = web();
  built = {
    api: createApi({ runtime, auth, surfaces, trustedProxies: env.TRIOPS_TRUSTED_PROXIES }),
    chapters: describeApi(surfaces),
    health: createHealthProbe(runtime, { workerUrl: env.TRIOPS_WORKER_URL }),
    vitals: watchVitals(),
  };
  return built;
}
