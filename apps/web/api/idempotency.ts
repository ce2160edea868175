import type { Transaction } from "@triops/database/scoped";
import type { Caller } from "@triops/domains/runtime";
import { conflict } from "@triops/kernel/errors";
import { canonicalJson } from "@triops/kernel/json";
import { open, seal, sha256 } from "@triops/kernel/secrets";
import { HttpRefusal } from "./errors.ts";

const keptMs = 86_400_000;
/** A request that is still unanswered after this died with its process; its transaction cannot have committed. */
const abandonedMs = 60_000;
const shape = /^[\x21-\x7e]{1,200}$/;

export type Stored = { status: number; body: string };

export type Attempt =
  | { replay: Stored }
  | {
      /** Written in the verb's own transaction: the effect and its answer exist together or not at all. */
      keep(db: Transaction, status: number, body: string): Promise<void>;
      /** After a failure: nothing happened, so the same key may try again. */
      release(): Promise<void>;
    };

/**
 * Begins a request that may be repeated.
 * @throws conflict while the first one is still running; 422 when the key was used for something else
 */
export async function beginAttempt(
  { runtime, context }: Caller,
  key: string,
  request: { method: string; path: string; input: unknown },
): Promise<Attempt> {
  if (!shape.test(key)) {
    throw new HttpRefusal(
      400,
      "invalid",
      "The request is not valid",
      "Idempotency-Key: 1 to 200 visible characters",
    );
  }
  const { database, secretKey } = runtime;
  const { workspaceId, now } = context;
  const id = { workspaceId, actorId: context.actor.id, key };
  const requestHash = sha256(canonicalJson(request));
  const boundTo = `idempotency:${id.actorId}:${key}`;
  const fresh = { requestHash, status: null, createdAt: now, expiresAt: new Date(now.getTime() + keptMs) };
  const { count } = await database.idempotencyKey.createMany({
    data: [{ ...id, ...fresh }],
    skipDuplicates: true,
  });
  if (count === 0) {
    const known = await database.idempotencyKey.findUnique({ where: { workspaceId_actorId_key: id } });
    if (!known) throw conflict("The first request with this Idempotency-Key just failed; try again");
    const expired = known.expiresAt <= now;
    if (!expired && known.requestHash !== requestHash) {
      const detail = "This Idempotency-Key was used for another request";
      throw new HttpRefusal(422, "idempotency_key_reused", "Idempotency-Key reused", detail);
    }
    if (!expired && known.status !== null) {
      const { sealed } = known.body as { sealed: string };
      return { replay: { status: known.status, body: open(secretKey, workspaceId, boundTo, sealed) } };
    }
    const abandoned = expired || known.createdAt.getTime() < now.getTime() - abandonedMs;
    if (!abandoned) throw conflict("The first request with this Idempotency-Key is still being worked on");
    const taken = await database.idempotencyKey.updateMany({
      where: { ...id, createdAt: known.createdAt },
      data: { ...fresh, body: undefined },
    });
    if (taken.count === 0)
      throw conflict("The first request with this Idempotency-Key is still being worked on");
  }
  return {
    async keep(db, status, body) {
      // Sealed, because an answer may hold what is shown only once.
      const sealed = { sealed: seal(secretKey, workspaceId, boundTo, body) };
      const stored = await db.idempotencyKey.updateMany({
        where: { actorId: id.actorId, key, status: null },
        data: { status, body: sealed },
      });
      if (stored.count === 0) throw conflict("Another request with this Idempotency-Key was faster");
    },
    async release() {
      await database.idempotencyKey.deleteMany({ where: { ...id, status: null } });
    },
  };
}
