import type { Prisma } from "@triops/database/client";
import type { Transaction } from "@triops/database/scoped";
import { invalid, limitReached, notFound } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { open, seal } from "@triops/kernel/secrets";
import { parseCidrs } from "@triops/providers/egress/addresses";
import { checkUrl } from "@triops/providers/egress/request";
import type { Runtime } from "../runtime.ts";
import type { Work } from "../work.ts";
import { bodyOf } from "./bodies.ts";
import { deliverJob } from "./job-refs.ts";
import { attempt } from "./schemas.ts";

export type Row = Prisma.WebhookGetPayload<object>;
export type DeliveryRow = Prisma.WebhookDeliveryGetPayload<object>;

/** Of one workspace. */
const webhooksMax = 100;

/** @throws notFound, also for a webhook of another workspace */
export async function requireWebhook(db: Transaction, id: string): Promise<Row> {
  const row = await db.webhook.findFirst({ where: { id } });
  if (!row) throw notFound("webhook");
  return row;
}

export async function requireDelivery(db: Transaction, id: string): Promise<DeliveryRow> {
  const row = await db.webhookDelivery.findFirst({ where: { id } });
  if (!row) throw notFound("delivery");
  return row;
}

/** @throws limitReached */
export async function requireRoom(db: Transaction): Promise<void> {
  if ((await db.webhook.count()) >= webhooksMax)
    throw limitReached(`A workspace has at most ${webhooksMax} webhooks`);
}

/** As it leaves: without the secret. */
export const shown = (row: Row) => ({ ...row, hasSecret: row.secret !== null });

/** What the audit log shows of a webhook. An address may carry a token, so that its path stays out. */
export const auditView = ({ id, name, url, events, status, secret }: Row) => ({
  id,
  name,
  origin: new URL(url).origin,
  events,
  status,
  hasSecret: secret !== null,
});

export const shownDelivery = (row: DeliveryRow) => ({ ...row, attempts: attemptsOf(row) });
export const attemptsOf = (row: DeliveryRow) => attempt.array().parse(row.attempts);

const boundTo = (id: string): string => `webhook:${id}`;

export const sealSecret = ({ secretKey }: Runtime, workspaceId: string, id: string, secret: string | null) =>
  secret === null ? null : seal(secretKey, workspaceId, boundTo(id), secret);

export const openSecret = ({ secretKey }: Runtime, { id, workspaceId, secret }: Row): string | null =>
  secret === null ? null : open(secretKey, workspaceId, boundTo(id), secret);

/** https to public addresses, and what the operator allows beside. @throws invalid */
export function requireAddress(runtime: Runtime, url: string): void {
  const allowed = runtime.webhooks?.allowedCidrs ?? [];
  if (!url.startsWith("https:") && allowed.length === 0) {
    const message = "Only https addresses: the operator allows no others";
    throw invalid(message, [{ path: "url", message }]);
  }
  checkUrl(url, parseCidrs(allowed), null);
}

type NewDelivery = { webhook: Row; event: string; data: object; kind: "event" | "test" };

/** Writes a message down; after the commit it is on its way. Its body never changes again. */
export async function addDelivery(work: Work, { webhook, event, data, kind }: NewDelivery): Promise<string> {
  const { db, context } = work;
  const id = newId();
  await db.webhookDelivery.create({
    data: {
      id,
      workspaceId: context.workspaceId,
      webhookId: webhook.id,
      event,
      kind,
      body: bodyOf(event, context.now, data),
      state: "pending",
      attempts: [],
    },
  });
  return id;
}

export function sendAfterCommit(work: Work, deliveryId: string): void {
  const { runtime, context } = work;
  const payload = { deliveryId, workspaceId: context.workspaceId };
  work.afterCommit(() => runtime.queue.enqueue(deliverJob, payload));
}
