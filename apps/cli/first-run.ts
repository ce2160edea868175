import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { publishAllKeys } from "@triops/domains/api-keys/snapshot";
import { ensureDefaultMonitors } from "@triops/domains/monitors/defaults";
import type { Runtime } from "@triops/domains/runtime";
import {
  type FirstCredentials,
  firstRun as makeFirstWorkspace,
  newCredentials,
  operatorWorkspace,
} from "@triops/domains/workspaces/first-run";
import { renewFirstKeys } from "@triops/domains/workspaces/renew-keys";
import { systemContext } from "@triops/kernel/context";
import { newId, randomText } from "@triops/kernel/ids";
import { z } from "zod";
import type { FirstRun } from "./hooks.ts";
import { withRuntime } from "./product/with-product.ts";

/** `first-run.json` in the data folder (design: contracts, "First run"). Scripts read it. */
const factsSchema = z.object({
  webUrl: z.string(),
  gatewayUrl: z.string(),
  workspace: z.object({ id: z.string(), slug: z.string() }),
  email: z.string(),
  /** Null when the file was lost and written again: the owner's password is known to the owner only. */
  password: z.string().nullable(),
  apiKey: z.string(),
  keys: z.object({ ingest: z.string(), llm: z.string() }),
});
export type FirstRunFacts = z.output<typeof factsSchema>;

/**
 * Makes the first workspace with its owner and keys unless there is one, and keeps `first-run.json` true.
 * Credentials are written down before they are stored: an interruption in between loses none.
 */
export async function ensureFirstRun(
  runtime: Runtime,
  dataDir: string,
  urls: { webUrl: string; gatewayUrl: string },
): Promise<{ facts: FirstRunFacts; made: boolean }> {
  const path = join(dataDir, "first-run.json");
  const written = readFacts(path);
  const workspace = await operatorWorkspace(runtime);
  if (workspace) {
    if (written && (written.workspace.id === workspace.id || written.workspace.id === "")) {
      const facts = { ...written, ...urls, workspace };
      writeFacts(path, facts);
      return { facts, made: false };
    }
    const { apiKey, keys, email } = newCredentials("");
    await renewFirstKeys(runtime, workspace.id, { apiKey, keys });
    const facts = { ...urls, workspace, email, password: null, apiKey, keys };
    writeFacts(path, facts);
    return { facts, made: false };
  }
  const left = written?.workspace.id === "" && written.password ? written : null;
  const credentials: FirstCredentials = left
    ? { email: left.email, password: left.password ?? "", apiKey: left.apiKey, keys: left.keys }
    : newCredentials(randomText(20));
  writeFacts(path, { ...urls, workspace: { id: "", slug: "" }, ...credentials });
  const made = await makeFirstWorkspace(runtime, credentials);
  const facts = { ...urls, workspace: made, ...credentials };
  writeFacts(path, facts);
  return { facts, made: true };
}

function readFacts(path: string): FirstRunFacts | null {
  if (!existsSync(path)) return null;
  try {
    return factsSchema.safeParse(JSON.parse(readFileSync(path, "utf8"))).data ?? null;
  } catch {
    return null;
  }
}

/** In one step and for the owner of the folder only: it holds keys. */
function writeFacts(path: string, facts: FirstRunFacts): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(facts, null, 2)}\n`, { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, path);
}

/** The step of `up` between migrated stores and started apps. */
export const firstRun: FirstRun = async (context) =>
  withRuntime(context, async (runtime) => {
    const { webUrl, gatewayUrl, dataDir } = context;
    const { facts, made } = await ensureFirstRun(runtime, dataDir, { webUrl, gatewayUrl });
    await ensureDefaultMonitors({
      context: systemContext(facts.workspace.id, "first-run", runtime.clock.now(), newId()),
      runtime,
    });
    // The gateway must know the keys when it starts, also after Redis lost its data.
    await publishAllKeys(runtime);
    const secrets: [string, string][] = made
      ? [
          ["Password", facts.password ?? ""],
          ["API key", facts.apiKey],
        ]
      : [["Password, keys", join(dataDir, "first-run.json")]];
    return {
      facts: [["Dashboard", webUrl], ["Gateway", gatewayUrl], ["Sign in as", facts.email], ...secrets],
      env: { TRIOPS_INGEST_KEY: facts.keys.ingest },
    };
  });
