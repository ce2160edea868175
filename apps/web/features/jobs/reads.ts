import type { DeadJob, JobQueueStatus } from "@triops/domains/jobs/schemas";
import { read, readPages } from "../../data/reads.ts";

export const deadJobPages = () => readPages<DeadJob>("/jobs", { state: "dead" });
export const jobQueues = () =>
  read<{ operator: boolean; data: JobQueueStatus[]; nextCursor: null }>("/jobs/queues");
