import { createRuntime } from "@triops/domains/boot";
import type { Caller, Runtime } from "@triops/domains/runtime";
import { operatorWorkspace } from "@triops/domains/workspaces/first-run";
import { systemContext } from "@triops/kernel/context";
import { invalid, notFound, unavailable } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { createLogger } from "@triops/kernel/logger";
import { waitForRedis } from "@triops/kernel/redis";
import type { Invocation } from "../command.ts";
import { migrateStores } from "../migrate-stores.ts";
import { readRunFile } from "../supervisor/run-file.ts";
import { type StoreAddresses, withStores } from "../supervisor/with-stores.ts";

export type Addresses = StoreAddresses & { webUrl: string; gatewayUrl: string };

/** Lends verbs a runtime over these stores, and closes it afterwards. */
export async function withRuntime<T>(
  addresses: Addresses,
  use: (runtime: Runtime) => Promise<T>,
): Promise<T> {
  const { runtime, close } = createRuntime(
    {
      DATABASE_URL: addresses.databaseUrl,
      CLICKHOUSE_URL: addresses.clickhouseUrl,
      REDIS_URL: addresses.redisUrl,
      OBJECT_STORE_URL: addresses.objectStoreUrl,
      TRIOPS_SECRET_KEY: addresses.secretKey,
      TRIOPS_WEB_URL: addresses.webUrl,
      TRIOPS_GATEWAY_URL: addresses.gatewayUrl,
      LOG_LEVEL: "warn",
      MAIL_FROM: "Triops <triops@localhost>",
    },
    createLogger("triops", "error"),
    "triops-cli",
  );
  try {
    await waitForRedis(runtime.redis);
    return await use(runtime);
  } finally {
    await close();
  }
}

/** Runs `use` on this installation, started or not, as its operator. */
export async function withProduct<T>(
  { env, dataDir }: Invocation,
  use: (runtime: Runtime) => Promise<T>,
): Promise<T> {
  const running = readRunFile(dataDir);
  const urls = {
    webUrl: running?.webUrl ?? env.TRIOPS_WEB_URL ?? `http://127.0.0.1:${env.TRIOPS_PORT}`,
    gatewayUrl:
      running?.gatewayUrl ?? env.TRIOPS_GATEWAY_URL ?? `http://127.0.0.1:${env.TRIOPS_GATEWAY_PORT}`,
  };
  return withStores(env, dataDir, async (stores) => {
    if (!running) await migrateStores(stores);
    return withRuntime({ ...stores, ...urls }, use);
  });
}

/** Whoever sits at the command line may do everything, in the named workspace or the operator's own. */
export async function operatorCaller(runtime: Runtime, slug: string | boolean | undefined): Promise<Caller> {
  const workspace =
    typeof slug === "string"
      ? await runtime.database.workspace.findUnique({ where: { slug } })
      : await operatorWorkspace(runtime);
  if (!workspace) {
    if (typeof slug === "string") throw notFound(`workspace "${slug}"`);
    throw unavailable("There is no workspace yet; start Triops once with `npm start`");
  }
  return { runtime, context: systemContext(workspace.id, "command line", runtime.clock.now(), newId()) };
}

/** An option that must be given. */
export function requireOption(invocation: Invocation, name: string): string {
  const value = invocation.values[name];
  if (typeof value === "string" && value !== "") return value;
  throw invalid(`This command needs --${name}`);
}
