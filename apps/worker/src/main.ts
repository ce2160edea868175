import { createRuntime } from "@triops/domains/boot";
import { differingSettings } from "@triops/domains/boot-check";
import { recordDead } from "@triops/domains/jobs/record-dead";
import { beforeStop, jobs, subscriptions } from "@triops/domains/register";
import { startHost } from "@triops/jobs/host";
import { systemClock } from "@triops/kernel/clock";
import { createLogger } from "@triops/kernel/logger";
import { watchParent } from "@triops/kernel/parent-watch";
import { onShutdown } from "@triops/kernel/shutdown";
import { nodeVersionFault } from "@triops/kernel/versions";
import { watchVitals } from "@triops/kernel/vitals";
import { readWorkerEnv } from "./env.ts";
import { judgeHealth, serveHealth } from "./health.ts";

const env = readWorkerEnv();
const log = createLogger("worker", env.LOG_LEVEL);
const fault = nodeVersionFault(process.versions.node);
if (fault?.kind === "unsupported") throw new Error(fault.text);
if (fault) log.warn(fault.text);

const vitals = watchVitals();
const { runtime, close } = createRuntime(env, log, "triops-worker");
const host = await startHost({
  redisUrl: env.REDIS_URL,
  jobs,
  services: { ...runtime, subscriptions },
  log,
  onDead: recordDead(runtime.database),
});
const health = await serveHealth(env.WORKER_PORT, () =>
  judgeHealth(host.health(), vitals.read(), systemClock.now()),
);
log.info({ port: health.port }, "worker is up");
differingSettings(runtime).then(
  (differences) => {
    for (const text of differences) log.warn(text);
  },
  (error) => log.warn({ err: error }, "settings of the stores could not be read back"),
);

if (env.TRIOPS_SUPERVISED) watchParent(() => process.kill(process.pid, "SIGTERM"));
onShutdown(log, async () => {
  await health.close();
  await host.close();
  await Promise.allSettled(beforeStop.map((store) => store(runtime)));
  await close();
});
