import { adopt, takeNews } from "@triops/analysis/log-templates/exchange";
import type { Miner } from "@triops/analysis/log-templates/miner";
import type { Logger } from "@triops/kernel/logger";
import type { Telemetry } from "@triops/telemetry/client/telemetry";
import { type StoredTemplate, storeTemplates, templatesSince } from "@triops/telemetry/logs/template-store";

export type TemplateExchange = {
  /** Takes over what was learned before this process began; waits no longer than `waitMsMax`. */
  start(waitMsMax: number): Promise<void>;
  /** Tells what is new and hears what others learned. */
  turn(): Promise<void>;
  close(): Promise<void>;
};

const turnMs = 10_000;
/** Everything is told again this often, so that what is still in use does not grow old in the store. */
const allMs = 24 * 3_600_000;
/** Gateways' clocks may differ by so much. */
const overlapMs = 60_000;

/** The service of a miner carries its workspace: `<workspace id>/<service>`. */
const idChars = 36;

/**
 * Keeps the miner's templates in ClickHouse and in step with the other gateways': a restart founds nothing anew, and
 * one message has one id whoever took its line in. While the store is away, each goes on with what it knows.
 */
export function exchangeTemplates(
  miner: Miner,
  telemetry: Telemetry,
  log: Logger,
  now: () => number,
): TemplateExchange {
  let heardMs = 0;
  let toldAllMs = now();
  let untold: StoredTemplate[] = [];
  let turning: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;

  const hear = async () => {
    const startedMs = now();
    const rows = await templatesSince(telemetry, heardMs - overlapMs);
    // Newest first from the store; the miner forgets the services it heard of first.
    adopt(
      miner,
      rows
        .reverse()
        .map(({ workspaceId, service, ...rest }) => ({ ...rest, service: `${workspaceId}/${service}` })),
    );
    heardMs = startedMs;
  };
  const tell = async () => {
    const nowMs = now();
    const all = nowMs - toldAllMs > allMs;
    if (all) toldAllMs = nowMs;
    for (const { service, ...rest } of takeNews(miner, nowMs, all))
      untold.push({ ...rest, workspaceId: service.slice(0, idChars), service: service.slice(idChars + 1) });
    if (untold.length === 0) return;
    await storeTemplates(telemetry, untold, nowMs);
    untold = [];
  };
  const turn = async () => {
    turning ??= (async () => {
      try {
        await tell();
        await hear();
      } catch (error) {
        log.debug({ err: error }, "log templates not exchanged");
      } finally {
        turning = null;
      }
    })();
    return turning;
  };

  return {
    turn,
    async start(waitMsMax) {
      const first = hear().catch((error) => log.warn({ err: error }, "log templates not read"));
      await Promise.race([first, new Promise((resolve) => setTimeout(resolve, waitMsMax).unref())]);
      timer = setInterval(() => void turn(), turnMs).unref();
    },
    async close() {
      clearInterval(timer);
      await turning;
      await tell().catch((error) => log.warn({ err: error }, "log templates not stored"));
    },
  };
}
