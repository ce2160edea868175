import type { HealthPage, Preview, ScrapeJob, TargetHealth } from "@triops/domains/targets/schemas";
import { type Page, read } from "../../data/reads.ts";

/** All of them: a workspace has at most 200. */
export const scrapeJobs = () => read<Page<ScrapeJob>>("/targets/jobs", { limit: 200 });
export const targetList = (filters: { jobId?: string; state?: string }) =>
  read<HealthPage>("/targets", { ...filters, limit: 200 });
export const targetPreview = (ask: {
  id?: string;
  yaml?: string;
  config?: string;
  name?: string;
  address?: string;
}) => read<Preview>("/targets/preview", ask);

export type { HealthPage, Preview, ScrapeJob, TargetHealth };
