import type { PublishedRoute } from "@triops/domains/llm-routes/snapshot-schemas";
import type { ProviderNotes } from "../provider-notes.ts";
import {
  type Breaker,
  countsAgainst,
  mayAsk,
  newBreaker,
  noteAsked,
  noteFailure,
  noteNothing,
  noteSuccess,
} from "./breaker.ts";

/** Targets that failed lately; those of routes long gone are forgotten from the oldest. */
const knownMax = 10_000;

export type Breakers = {
  mayAsk(targetId: string, nowMs: number): boolean;
  asked(targetId: string): void;
  succeeded(route: PublishedRoute, targetId: string): void;
  failed(route: PublishedRoute, targetId: string, errorClass: string, nowMs: number): void;
  /** When the first of these may be asked again, ms since the epoch. */
  soonest(targetIds: readonly string[]): number;
  open(nowMs: number): number;
};

/** The breakers of this gateway: each decides by what it saw itself. */
export function createBreakers(notes: Pick<ProviderNotes, "breaker">): Breakers {
  const known = new Map<string, Breaker>();
  return {
    mayAsk(targetId, nowMs) {
      const breaker = known.get(targetId);
      return breaker === undefined || mayAsk(breaker, nowMs);
    },
    asked(targetId) {
      const breaker = known.get(targetId);
      if (breaker) noteAsked(breaker);
    },
    succeeded(route, targetId) {
      const breaker = known.get(targetId);
      if (!breaker) return;
      known.delete(targetId);
      if (noteSuccess(breaker)) notes.breaker(route.id, targetId, null);
    },
    failed(route, targetId, errorClass, nowMs) {
      let breaker = known.get(targetId);
      if (!countsAgainst(errorClass)) {
        if (breaker) noteNothing(breaker);
        return;
      }
      if (!breaker) {
        breaker = newBreaker();
        known.set(targetId, breaker);
        const oldest = known.size > knownMax ? known.keys().next().value : undefined;
        if (oldest !== undefined) known.delete(oldest);
      }
      if (!noteFailure(breaker, route.breaker, nowMs)) return;
      const failures = breaker.failedAtMs.length;
      notes.breaker(route.id, targetId, { openUntilMs: breaker.openUntilMs, errorClass, failures });
    },
    soonest: (targetIds) => Math.min(...targetIds.map((id) => known.get(id)?.openUntilMs ?? 0)),
    open: (nowMs) => [...known.values()].filter(({ openUntilMs }) => openUntilMs > nowMs).length,
  };
}
