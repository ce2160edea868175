import type { Logger } from "./logger.ts";

/** Time a process has to finish what it began, before the supervisor's own ten seconds run out. */
const drainMs = 8_000;

/**
 * Runs `close` once on SIGTERM, SIGINT or a fault nobody caught, then exits.
 * `close` stops intake, finishes work in flight, flushes and closes its pools, in that order.
 */
export function onShutdown(logger: Logger, close: () => Promise<void>): void {
  let closing = false;
  const end = (reason: string, exitCode: number) => {
    if (closing) return;
    closing = true;
    logger.info({ reason }, "stopping");
    const timer = setTimeout(() => {
      logger.error("did not finish in time; exiting anyway");
      process.exit(1);
    }, drainMs);
    close()
      .then(() => process.exit(exitCode))
      .catch((error) => {
        logger.error({ err: error }, "failed while stopping");
        process.exit(1);
      })
      .finally(() => clearTimeout(timer));
  };
  process.on("SIGTERM", () => end("SIGTERM", 0));
  process.on("SIGINT", () => end("SIGINT", 0));
  process.on("disconnect", () => end("supervisor gone", 0));
  for (const fault of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(fault, (error: unknown) => {
      logger.error({ err: error }, fault);
      end(fault, 1);
    });
  }
}
