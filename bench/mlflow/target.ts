import { readFileSync } from "node:fs";
import { join } from "node:path";
import { forgetData, startStack } from "../stack/stack.ts";

/** A running Triops to be measured: one that was named by its data folder, or one started for the bench. */
export type Target = {
  webUrl: string;
  apiKey: string;
  workspaceId: string;
  databaseUrl: string;
  /** Processes of the started stack, for their memory; null for one that was there already. */
  rootPid: number | null;
  close(): Promise<void>;
};

export async function openTarget(dataDir?: string): Promise<Target> {
  const facts = (folder: string) => ({
    first: JSON.parse(readFileSync(join(folder, "first-run.json"), "utf8")),
    run: JSON.parse(readFileSync(join(folder, "run.json"), "utf8")),
  });
  if (dataDir) {
    const { first, run } = facts(dataDir);
    return {
      webUrl: run.webUrl,
      apiKey: first.apiKey,
      workspaceId: first.workspace.id,
      databaseUrl: run.databaseUrl,
      rootPid: run.pid,
      close: async () => {},
    };
  }
  const stack = await startStack();
  return {
    webUrl: stack.webUrl,
    apiKey: stack.apiKey,
    workspaceId: stack.workspaceId,
    databaseUrl: facts(stack.dataDir).run.databaseUrl,
    rootPid: stack.child.pid ?? null,
    async close() {
      await stack.stop();
      forgetData(stack);
    },
  };
}
