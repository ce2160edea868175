import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "@triops/kernel/logger";
import type { Redis } from "@triops/kernel/redis";
import { createEgressPool } from "@triops/providers/egress/pool";
import type { Telemetry } from "@triops/telemetry/client/telemetry";
import type { FastifyInstance } from "fastify";
import type { LlmPicture } from "../snapshot/llm.ts";
import { type AccountsState, createAccounts } from "./accounts.ts";
import { createAnswerCache } from "./answer-cache.ts";
import type { Answered } from "./answered.ts";
import { createCountTokens } from "./count-tokens.ts";
import { createGuardrails } from "./guardrails/guardrails.ts";
import { registerInternalLlm } from "./internal.ts";
import { createAskRoute } from "./judge.ts";
import { createPipeline, type Pipeline } from "./pipeline.ts";
import { createPromptResolver } from "./prompt-reference.ts";
import { createPromptVersions } from "./prompt-versions.ts";
import { registerPrompts } from "./prompts.ts";
import { createAddresses } from "./provider-address.ts";
import { noteProviders } from "./provider-notes.ts";
import { type LlmRoutesOptions, registerLlm } from "./routes.ts";
import { createBreakers } from "./routing/breakers.ts";

export type LlmParts = {
  telemetry: Telemetry;
  redis: Redis;
  picture: LlmPicture;
  secretKey: string;
  /** Ranges of providers that may be reached although they are not public. */
  allowedCidrs: readonly string[];
  /** Where finished calls wait for their stores. */
  spoolDir: string;
  /** Told of each call, so that a client's own span of it is not counted again. */
  answered: Pick<Answered, "note">;
  log: Logger;
  now: () => number;
};

/** Without names of workspaces: health is open to everybody. */
export type LlmState = AccountsState & {
  routes: number;
  providers: number;
  inFlight: number;
  /** Targets that this gateway leaves alone for a while. */
  targetsClosed: number;
};

/** For calls that were cut off by the gateway's end to be counted and recorded. */
const recordMsMax = 2_000;

/** The language-model side of the gateway. */
export function createLlm(parts: LlmParts) {
  const { telemetry, redis, picture, secretKey, answered, log, now } = parts;
  const pool = createEgressPool({ allowedCidrs: parts.allowedCidrs });
  const accounts = createAccounts({
    telemetry,
    redis,
    pricesOf: (workspaceId) => picture.prices.get(workspaceId),
    spoolDir: parts.spoolDir,
    log,
    now,
  });
  const notes = noteProviders(redis, log);
  const breakers = createBreakers(notes);
  let inFlight = 0;
  const guardrails = createGuardrails(createAskRoute(picture, () => made));
  const addressOf = createAddresses(secretKey);
  const providerOf = (id: string) => picture.providers.get(id);
  const made: Pipeline = createPipeline({
    limits: accounts.limits,
    records: {
      ...accounts.records,
      finish(call, outcome, reservation) {
        answered.note(call, outcome);
        return accounts.records.finish(call, outcome, reservation);
      },
    },
    guardrails,
    cache: createAnswerCache(redis),
    pool,
    addressOf,
    breakers,
    notes,
    providerOf,
    limitsOf: (workspaceId) => picture.limits.get(workspaceId),
    log,
    now,
  });
  const pipeline: typeof made = {
    async run(call, route, wishes, sink) {
      inFlight++;
      try {
        await made.run(call, route, wishes, sink);
      } finally {
        inFlight--;
      }
    },
  };
  const countTokens = createCountTokens({ pool, guardrails, addressOf, providerOf });
  const versions = createPromptVersions(redis);
  const prompts = createPromptResolver(
    (workspaceId, name) => picture.prompts.find(workspaceId, name),
    versions,
  );
  const budget = { used: 0 };
  return {
    register(app: FastifyInstance, door: Pick<LlmRoutesOptions, "admission" | "observe">) {
      // Each has errors in its own protocol's shape.
      app.register(async (scope) =>
        registerLlm(scope, { ...door, picture, pipeline, prompts, countTokens, budget, log }),
      );
      app.register(async (scope) =>
        registerPrompts(scope, { ...door, prompts: picture.prompts, versions, log }),
      );
    },
    registerInternal: (app: FastifyInstance) =>
      registerInternalLlm(app, { secretKey, picture, pipeline, log }),
    pricerOf: accounts.pricerOf,
    state: (): LlmState => ({
      ...accounts.state(),
      routes: picture.routes.size(),
      providers: picture.providers.size(),
      inFlight,
      targetsClosed: breakers.open(now()),
    }),
    async close() {
      // Connections are closed by now: what was cut off is on its way to its record.
      const until = Date.now() + recordMsMax;
      while (inFlight > 0 && Date.now() < until) await sleep(10);
      await accounts.close();
      await notes.close();
      await pool.close();
    },
  };
}
