import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ClickHouseClient, createClient } from "@clickhouse/client";
import { ManagedProcess, type ProcessEvent } from "../managed-process.ts";
import { freePort } from "../ports.ts";
import { clickhousePlan, clickhouseUrl } from "./process.ts";

export interface TestServer {
  process: ManagedProcess;
  url: string;
  dataDir: string;
  events: ProcessEvent[];
  /** The unchanged official client, silent. */
  client: (more?: Parameters<typeof createClient>[0]) => ClickHouseClient;
  stop: () => Promise<void>;
}

/** A ClickHouse of the test's own, with its own data. */
export async function startTestServer(): Promise<TestServer> {
  const dataDir = mkdtempSync(join(tmpdir(), "triops-clickhouse-"));
  const options = { dataDir, port: await freePort(), password: "p'a:ss word" };
  const events: ProcessEvent[] = [];
  const url = clickhouseUrl({ ...options, password: encodeURIComponent(options.password) });
  const managed = new ManagedProcess(await clickhousePlan(options), {
    log: () => {},
    onEvent: (event) => events.push(event),
  });
  await managed.start();
  const clients: ClickHouseClient[] = [];
  return {
    process: managed,
    url,
    dataDir,
    events,
    client: (more = {}) => {
      const client = createClient({ url, log: { level: 127 }, ...more });
      clients.push(client);
      return client;
    },
    stop: async () => {
      await Promise.all(clients.map((client) => client.close()));
      await managed.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
