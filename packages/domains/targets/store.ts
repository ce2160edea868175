import type { Prisma } from "@triops/database/client";
import type { Transaction } from "@triops/database/scoped";
import { limitReached, notFound } from "@triops/kernel/errors";
import { open, seal } from "@triops/kernel/secrets";
import type { Runtime } from "../runtime.ts";
import { toYaml } from "./prometheus-yaml.ts";
import { jobConfig } from "./schemas.ts";

export type Row = Prisma.ScrapeJobGetPayload<object>;

/** Scrape jobs of one workspace; each may have many targets. */
const jobsMax = 200;

/** @throws notFound, also for a job of another workspace */
export async function requireJob(db: Transaction, id: string): Promise<Row> {
  const row = await db.scrapeJob.findFirst({ where: { id } });
  if (!row) throw notFound("scrape job");
  return row;
}

/** @throws limitReached */
export async function requireRoom(db: Transaction, more: number): Promise<void> {
  if ((await db.scrapeJob.count()) + more > jobsMax)
    throw limitReached(`A workspace has at most ${jobsMax} scrape jobs`);
}

/** As it leaves: without the secret, with its text in Prometheus' own form. */
export function shown(row: Row) {
  const config = jobConfig.parse(row.config);
  const hasSecret = row.secret !== null;
  return { ...row, config, hasSecret, yaml: toYaml({ name: row.name, config, hasSecret }) };
}

/** What the audit log shows of a job. */
export const auditView = ({ id, name, enabled, config, secret }: Row) => ({
  id,
  name,
  enabled,
  config,
  hasSecret: secret !== null,
});

const boundTo = (jobId: string): string => `scrape-job:${jobId}`;

export function sealSecret(runtime: Runtime, workspaceId: string, jobId: string, secret: string | null) {
  return secret === null || secret === ""
    ? null
    : seal(runtime.secretKey, workspaceId, boundTo(jobId), secret);
}

export function openSecret(runtime: Runtime, row: Pick<Row, "id" | "workspaceId" | "secret">): string | null {
  return row.secret === null ? null : open(runtime.secretKey, row.workspaceId, boundTo(row.id), row.secret);
}
