import type { Prisma } from "@triops/database/client";
import type { Transaction } from "@triops/database/scoped";
import { conflict, invalid, notFound } from "@triops/kernel/errors";
import { open, seal } from "@triops/kernel/secrets";
import { parseCidrs } from "@triops/providers/egress/addresses";
import { checkUrl } from "@triops/providers/egress/request";
import type { Runtime } from "../runtime.ts";
import { publishSome } from "../snapshot-part.ts";
import type { Work } from "../work.ts";
import { providersSnapshot } from "./snapshot.ts";
import { sealedToProvider } from "./snapshot-schemas.ts";

export type Row = Prisma.LlmProviderGetPayload<object>;

/** @throws notFound, also for a provider of another workspace */
export async function requireProvider(db: Transaction, id: string): Promise<Row> {
  const row = await db.llmProvider.findFirst({ where: { id } });
  if (!row) throw notFound("provider");
  return row;
}

export type RouteName = { id: string; name: string };

/** Which routes send calls to these providers. */
export async function routesOf(db: Transaction, ids: readonly string[]): Promise<Map<string, RouteName[]>> {
  const targets = await db.llmRouteTarget.findMany({
    where: { providerId: { in: [...ids] } },
    select: { providerId: true, routeId: true },
    distinct: ["providerId", "routeId"],
  });
  const routes = await db.llmRoute.findMany({
    where: { id: { in: targets.map(({ routeId }) => routeId) } },
    select: { id: true, name: true },
    orderBy: { name: "asc" },
  });
  return new Map(
    ids.map((id) => [
      id,
      routes.filter((route) =>
        targets.some(({ providerId, routeId }) => providerId === id && routeId === route.id),
      ),
    ]),
  );
}

/** As it leaves: without what is sealed. */
export const shown = (row: Row, routes: readonly RouteName[]) => ({
  ...row,
  hasCredential: row.credentialSealed !== null,
  routes,
});

export async function shownNow(db: Transaction, row: Row) {
  return shown(row, (await routesOf(db, [row.id])).get(row.id) ?? []);
}

/** What the audit log and the feed of changes show of a provider: that a secret changed, never the secret. */
export const auditView = (row: Row) => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  baseUrl: row.baseUrl,
  apiVersion: row.apiVersion,
  priceProvider: row.priceProvider,
  credential: row.credentialEnding === null ? null : `…${row.credentialEnding}`,
  headers: row.headerNames,
  enabled: row.enabled,
});

export type Secrets = { credential: string | null; headers: Record<string, string> };

/** Columns of a provider's secrets. A short key's ending would tell too much of it. */
export function sealSecrets(
  { secretKey }: Runtime,
  workspaceId: string,
  id: string,
  { credential, headers }: Partial<Secrets>,
) {
  const sealed = (text: string) => seal(secretKey, workspaceId, sealedToProvider(id), text);
  const names = Object.keys(headers ?? {});
  return {
    ...(credential === undefined
      ? {}
      : {
          credentialSealed: credential === null ? null : sealed(credential),
          credentialEnding: credential === null || credential.length < 12 ? null : credential.slice(-4),
        }),
    ...(headers === undefined
      ? {}
      : { headersSealed: names.length === 0 ? null : sealed(JSON.stringify(headers)), headerNames: names }),
  };
}

export function openSecrets({ secretKey }: Runtime, row: Row): Secrets {
  const opened = (sealed: string) => open(secretKey, row.workspaceId, sealedToProvider(row.id), sealed);
  return {
    credential: row.credentialSealed === null ? null : opened(row.credentialSealed),
    headers: row.headersSealed === null ? {} : JSON.parse(opened(row.headersSealed)),
  };
}

/** https to public addresses, and what the operator allows beside. @throws invalid */
export function requireAddress(runtime: Runtime, url: string): void {
  const allowed = runtime.providers?.allowedCidrs ?? [];
  const refuse = (message: string) =>
    invalid("Some fields are missing or wrong", [{ path: "baseUrl", message }]);
  if (!url.startsWith("https:") && allowed.length === 0)
    throw refuse("Only https addresses: the operator allows no others (TRIOPS_PROVIDER_CIDRS)");
  try {
    checkUrl(url, parseCidrs(allowed), null);
  } catch {
    throw refuse("Not a public address, and the operator has not allowed it (TRIOPS_PROVIDER_CIDRS)");
  }
}

/**
 * The only way a provider changes: the revision it began with is part of the condition.
 * @throws conflict when it was changed meanwhile
 */
export async function revise(
  { db, runtime, afterCommit }: Work,
  before: Row,
  data: Prisma.LlmProviderUpdateManyMutationInput,
): Promise<Row> {
  const [row] = await db.llmProvider.updateManyAndReturn({
    where: { id: before.id, revision: before.revision },
    data: { ...data, revision: { increment: 1 } },
  });
  if (!row) throw conflict("The provider was changed by somebody else just now; look again");
  afterCommit(() => publishSome(runtime, providersSnapshot, [row.id]));
  return row;
}
