import { type SpendScope, spendKey } from "@triops/domains/virtual-keys/spend-keys";
import type { Redis } from "@triops/kernel/redis";
import type { LlmCall } from "../call.ts";
import type { Limits, Reservation, Reserved } from "../ports.ts";
import { type Check, checksOf, type Found, scopeField, workspaceBase } from "./checks.ts";
import { type Estimate, type Estimator, nanoMax, tokensMax } from "./estimate.ts";
import { createLocalLimits } from "./local.ts";
import { createScripts, type Scripts, scriptOf } from "./redis-scripts.ts";
import { limitsAway, rateHeaders, refusalOf } from "./refusal.ts";
import { type BoundScope, treeOf } from "./scopes.ts";
import { releaseScript, renewScript, reserveScript } from "./scripts.ts";
import type { Settlement } from "./settlement.ts";
import { pricedRoute } from "./unpriced.ts";

/** A reservation holds so long without a sign of life from its gateway, ms. */
export const leaseMs = 20_000;
/** Long streams are prolonged this often, ms: three tries within a lease. */
const renewEveryMs = 6_000;

const scripts = {
  reserve: scriptOf(reserveScript),
  release: scriptOf(releaseScript),
  renew: scriptOf(renewScript),
};

/** What a hold knows; callers see its id only. */
type Hold = Reservation & {
  workspaceId: string;
  scopes: readonly BoundScope[];
  estimate: Estimate;
  checks: readonly Check[];
  /** `redis`: held there; `local`: decided here while Redis was away; `none`: nothing limits the call. */
  place: "redis" | "local" | "none";
  startedMs: number;
};

export type LimitsState = { awaySince: Date | null; reservations: number; decidedLocally: number };

export type LimitsLedger = Limits & {
  /** What a finished call does to the counters; its hold is no longer prolonged. A call without one still counts. */
  settlementOf(
    call: LlmCall,
    reservation: Reservation | null,
    truth: { nano: bigint; inputTokens: number; outputTokens: number; endedMs: number },
  ): Settlement;
  /** Whether this gateway decided alone because Redis was away: said on the call's record. */
  wasLocal(reservation: Reservation | null): boolean;
  scripts: Scripts;
  state(): LimitsState;
  close(): void;
};

export function createLimits(options: {
  redis: Redis;
  estimator: Estimator;
  now: () => number;
}): LimitsLedger {
  const { estimator, now } = options;
  const redis = createScripts(options.redis, now);
  const local = createLocalLimits();
  const active = new Map<string, Hold>();
  let decidedLocally = 0;

  const timer = setInterval(() => {
    const before = now() - renewEveryMs;
    const long = [...active.values()].filter((hold) => hold.place === "redis" && hold.startedMs < before);
    if (long.length === 0) return;
    const list = long.map((hold) => [
      workspaceBase(hold.workspaceId),
      hold.id,
      String(hold.estimate.nano),
      fieldsOf(hold.scopes),
    ]);
    redis.run(scripts.renew, [], [now() + leaseMs, JSON.stringify(list)]).catch(() => {});
  }, renewEveryMs).unref();

  const hold = (call: LlmCall, rest: Omit<Hold, "id" | "workspaceId" | "startedMs">): Hold => {
    const made: Hold = { id: call.id, workspaceId: call.workspaceId, startedMs: now(), ...rest };
    if (made.place !== "none") active.set(made.id, made);
    return made;
  };

  const corrections = (of: Hold, tokens: number): Settlement["tokens"] =>
    of.checks.flatMap((check) =>
      check.kind === "tokens" ? [[check.key, check.limit, tokens] as const] : [],
    );

  return {
    pricedRoute: (call, published, route, providerOf) =>
      pricedRoute(call, published, route, providerOf, estimator.isPriced),

    async reserve(call, published, likely): Promise<Reserved> {
      const tree = treeOf(call.workspaceId, call.keyId, published);
      const scopes = tree.scopes;
      const nothing = { nano: 0, tokens: 0 };
      if (!tree.isLimited)
        return { granted: hold(call, { scopes, estimate: nothing, checks: [], place: "none" }), headers: {} };
      const nowMs = now();
      const checks = checksOf(tree, nowMs);
      const estimate = estimator.estimate(call, likely);
      try {
        const answer = await redis.run(
          scripts.reserve,
          checks.map((check) => check.key),
          [
            workspaceBase(call.workspaceId),
            nowMs,
            call.id,
            nowMs + leaseMs,
            String(estimate.nano),
            estimate.tokens,
            fieldsOf(scopes),
            ...checks.flatMap((check) => [check.kind.slice(0, 1), check.limit, scopeField(check.of)]),
          ],
        );
        const { granted, found } = readAnswer(answer, checks);
        for (const one of found) if (one.check.kind === "spend") local.learn(one.check.key, one.spent);
        if (!granted) return { refused: refusalOf(found, estimate.tokens, nowMs) };
        return {
          granted: hold(call, { scopes, estimate, checks, place: "redis" }),
          headers: rateHeaders(found),
        };
      } catch {
        if (tree.whenRedisIsAway === "closed") return { refused: limitsAway() };
        const { granted, found } = local.decide(checks, estimate.nano, estimate.tokens, nowMs);
        if (!granted) return { refused: refusalOf(found, estimate.tokens, nowMs) };
        decidedLocally++;
        return {
          granted: hold(call, { scopes, estimate, checks, place: "local" }),
          headers: rateHeaders(found),
        };
      }
    },

    release({ id }) {
      const held = active.get(id);
      if (!held) return;
      active.delete(id);
      if (held.place === "local") {
        for (const { kind, key } of held.checks)
          if (kind === "spend") local.spend(key, 0, -held.estimate.nano);
        return;
      }
      const what = {
        drop: [workspaceBase(held.workspaceId), id],
        tokens: corrections(held, held.estimate.tokens),
      };
      // Should it fail, the lease runs out.
      redis.run(scripts.release, [], [now(), JSON.stringify(what)]).catch(() => {});
    },

    settlementOf(call, reservation, { nano, inputTokens, outputTokens, endedMs }) {
      const held = reservation === null ? undefined : active.get(reservation.id);
      if (held) active.delete(held.id);
      if (outputTokens > 0) estimator.learn(call.workspaceId, call.route, outputTokens);
      if (held?.place === "local") {
        for (const scope of held.scopes)
          for (const { period } of scope.spend)
            local.spend(spendKey(scope.scope, period, held.startedMs), Number(nano), -held.estimate.nano);
      }
      const place = held?.place ?? "none";
      const used = Math.min(inputTokens + outputTokens, tokensMax);
      return {
        id: place === "redis" ? call.id : "",
        workspaceId: call.workspaceId,
        scopes: scopesOf(call),
        nano: String(Math.min(Number(nano), nanoMax)),
        startedMs: call.startedMs,
        endedMs,
        tokens: held && place === "redis" ? corrections(held, held.estimate.tokens - used) : [],
      };
    },

    wasLocal: (reservation) => reservation !== null && active.get(reservation.id)?.place === "local",
    scripts: redis,
    state() {
      const since = redis.awaySinceMs();
      return {
        awaySince: since === null ? null : new Date(since),
        reservations: active.size,
        decidedLocally,
      };
    },
    close() {
      clearInterval(timer);
    },
  };
}

const fieldsOf = (scopes: readonly BoundScope[]): string => scopes.map(scopeField).join(" ");

/** What the call's cost is counted under: as its limits are, but known to the call itself. */
function scopesOf(call: LlmCall): Settlement["scopes"] {
  const scopes: SpendScope[] = [];
  const keyId = call.virtualKey?.id ?? call.keyId;
  if (keyId !== "") scopes.push({ kind: "key", id: keyId });
  const teamId = call.virtualKey?.teamId;
  if (teamId) scopes.push({ kind: "team", id: teamId });
  scopes.push({ kind: "workspace", id: call.workspaceId });
  return scopes;
}

function readAnswer(answer: unknown, checks: readonly Check[]): { granted: boolean; found: Found[] } {
  if (!Array.isArray(answer)) throw new Error("Redis answered something else than a decision");
  const found = checks.map((check, index): Found => {
    const [allows, a, b] = answer.slice(1 + index * 3, 4 + index * 3).map(Number) as [number, number, number];
    const isSpend = check.kind === "spend";
    return {
      check,
      allows: allows === 1,
      left: isSpend ? 0 : a,
      spent: isSpend ? a : 0,
      held: isSpend ? b : 0,
    };
  });
  return { granted: Number(answer[0]) === 1, found };
}
