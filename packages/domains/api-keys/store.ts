import type { Prisma } from "@triops/database/client";
import type { Transaction } from "@triops/database/scoped";
import type { Scope } from "@triops/kernel/context";
import { notFound } from "@triops/kernel/errors";
import { newId, randomText } from "@triops/kernel/ids";
import { keyedHash } from "@triops/kernel/secrets";
import type { Work } from "../work.ts";
import { composeKey, publicLength, randomLength } from "./rules.ts";

export type Row = Prisma.ApiKeyGetPayload<object>;

/** @throws notFound, also for a key of another workspace */
export async function requireKey(db: Transaction, id: string): Promise<Row> {
  const row = await db.apiKey.findFirst({ where: { id } });
  if (!row) throw notFound("API key");
  return row;
}

/** How a key is found: by a hash that is useless without the installation's secret. */
export const hashKey = (secretKey: string, key: string): string => keyedHash(secretKey, "api-key", key);

export const newKeyText = (): string => composeKey(randomText(publicLength), randomText(randomLength));

/** A key as it is told: whether it has a secret for webhooks, never which. */
export function keyView<R extends Row>({ webhookSecret, ...row }: R) {
  return { ...row, hasWebhookSecret: webhookSecret !== null };
}

type NewKey = {
  name: string;
  scopes: Scope[];
  expiresAt: Date | null;
  key?: string;
  virtualKeyId?: string;
};

/** Stores a key; its text leaves with the answer and is kept nowhere. */
export async function insertKey(
  { db, context, runtime }: Work,
  given: NewKey,
): Promise<Row & { key: string }> {
  const key = given.key ?? newKeyText();
  const row = await db.apiKey.create({
    data: {
      id: newId(),
      workspaceId: context.workspaceId,
      name: given.name,
      prefix: key.slice(0, "tri_".length + publicLength),
      keyHash: hashKey(runtime.secretKey, key),
      scopes: given.scopes,
      expiresAt: given.expiresAt,
      createdById: context.actor.id,
      virtualKeyId: given.virtualKeyId ?? null,
    },
  });
  return { ...row, key };
}

/** What the audit log shows of a key: never its hash. */
export function auditView({ id, name, prefix, scopes, expiresAt, revokedAt, webhookSecret }: Row) {
  return { id, name, prefix, scopes, expiresAt, revokedAt, hasWebhookSecret: webhookSecret !== null };
}
