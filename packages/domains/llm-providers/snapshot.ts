import type { Prisma } from "@triops/database/client";
import type { SnapshotPart } from "../snapshot-part.ts";
import { azureApiVersion, type ProviderDialect, type ProviderKind } from "./rules.ts";
import {
  type PublishedProvider,
  providersPart,
  publishedProvidersAt,
  publishedProvidersHash,
} from "./snapshot-schemas.ts";

type Row = Prisma.LlmProviderGetPayload<object>;

export const providersSnapshot: SnapshotPart<PublishedProvider> = {
  name: providersPart,
  hash: publishedProvidersHash,
  markedAt: publishedProvidersAt,
  some: async ({ database }, fields) =>
    byId(await database.llmProvider.findMany({ where: { id: { in: [...fields] } } })),
  after: async ({ database }, field, take) =>
    byId(
      await database.llmProvider.findMany({
        where: field ? { id: { gt: field } } : {},
        orderBy: { id: "asc" },
        take,
      }),
    ),
};

const byId = (rows: readonly Row[]) => new Map(rows.map((row) => [row.id, publishedOf(row)]));

const publishedOf = (row: Row): PublishedProvider => ({
  workspaceId: row.workspaceId,
  id: row.id,
  name: row.name,
  kind: row.kind as ProviderKind,
  dialect: row.dialect as ProviderDialect,
  baseUrl: row.baseUrl,
  priceProvider: row.priceProvider,
  credentialSealed: row.credentialSealed,
  headersSealed: row.headersSealed,
  azure: row.kind === "azure-openai" ? { apiVersion: row.apiVersion ?? azureApiVersion } : null,
  enabled: row.enabled,
  revision: row.revision,
});
