/**
 * Runs between "stores are up" and "apps start", as a process of its own: the supervisor stays small, because the
 * product's code (domains, database client) is loaded here and gone again. Talks over its IPC channel.
 */
import { isTriopsError } from "@triops/kernel/errors";
import { firstRun } from "../first-run.ts";
import { type FirstRunResult, loadStep, type PreparationContext, type SeedScenario } from "../hooks.ts";
import { migrateStores } from "../migrate-stores.ts";

/** What the supervisor sends. */
export interface PrepareRequest {
  context: Omit<PreparationContext, "say">;
  seed?: string | undefined;
}

/** What comes back: any number of lines and steps, then a result or a fault. */
export type PrepareMessage =
  | { kind: "say"; text: string; level: "info" | "warn" }
  | { kind: "step"; text: string; seconds: number }
  | { kind: "result"; result: FirstRunResult }
  | { kind: "fault"; message: string };

const send = (message: PrepareMessage) =>
  new Promise<void>((resolve) => process.send?.(message, undefined, {}, () => resolve()));

async function step<T>(text: string, run: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const result = await run();
  await send({ kind: "step", text, seconds: (performance.now() - startedAt) / 1000 });
  return result;
}

async function prepare({ context, seed }: PrepareRequest): Promise<FirstRunResult> {
  const full: PreparationContext = {
    ...context,
    say: (text) => void send({ kind: "say", text, level: "info" }),
  };
  await step("databases are up to date", () => migrateStores(full));
  const result = await step("first workspace is there", () => firstRun(full));
  if (seed === undefined) return result;
  const seedScenario = await loadStep<SeedScenario>("./seed.ts", "seedScenario");
  if (seedScenario) await step(`demonstration data "${seed}" is there`, () => seedScenario(full, seed));
  else await send({ kind: "say", text: "this version has no demonstration data", level: "warn" });
  return result;
}

process.once("disconnect", () => process.exit(1));
process.once("message", (request: PrepareRequest) => {
  prepare(request)
    .then((result) => send({ kind: "result", result }))
    .catch((error: unknown) => {
      const origin = error instanceof Error ? (error.stack ?? error.message) : String(error);
      return send({ kind: "fault", message: isTriopsError(error) ? error.message : origin });
    })
    .finally(() => process.exit(0));
});
