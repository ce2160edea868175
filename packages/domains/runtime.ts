import type { Database } from "@triops/database/client";
import type { Transaction } from "@triops/database/scoped";
import type { JobQueue } from "@triops/jobs/enqueue";
import type { Inspector } from "@triops/jobs/inspect";
import type { Clock } from "@triops/kernel/clock";
import type { Context } from "@triops/kernel/context";
import type { Logger } from "@triops/kernel/logger";
import type { Redis } from "@triops/kernel/redis";
import type { Mailer } from "@triops/providers/notify/email";
import type { ObjectStore } from "@triops/providers/object-store/object-store";
import type { Telemetry } from "@triops/telemetry/client/telemetry";

/** What a process lends to the product: its stores, its clock, its secrets. Built once at boot, by `boot.ts`. */
export type Runtime = {
  database: Database;
  telemetry: Telemetry;
  redis: Redis;
  /** Artifacts and other large things. */
  objects: ObjectStore;
  queue: JobQueue;
  /** Looks into the queues, for the Jobs page. */
  inspector: Inspector;
  mailer: Mailer;
  clock: Clock;
  log: Logger;
  secretKey: string;
  webUrl: string;
  gatewayUrl: string;
  /** What only the operator may allow webhooks. Without it they reach public addresses, over https. */
  webhooks?: { allowedCidrs: readonly string[] };
  /** What only the operator may allow providers of language models. Without it they lie at public addresses. */
  providers?: { allowedCidrs: readonly string[] };
  /** What only the operator may allow scrape jobs. Without it they reach public addresses and no files. */
  scraping?: { allowedCidrs: readonly string[]; discoveryDir: string | null };
};

/** Who calls a verb, and with what. */
export type Caller = {
  context: Context;
  runtime: Runtime;
  /** Writes something of the caller's in the verb's own transaction, e.g. the answer that a repeated request gets. */
  beforeCommit?: ((db: Transaction, result: unknown) => Promise<void>) | undefined;
};
