import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@triops/embedded/ports";

/** The whole of Triops as `npm start` runs it, on data and ports of its own. */
export type Stack = {
  child: ChildProcess;
  dataDir: string;
  webUrl: string;
  gatewayUrl: string;
  apiKey: string;
  ingestKey: string;
  workspaceId: string;
  /** From spawning to the word "ready", milliseconds. */
  readyMs: number;
  /** Ends it as Ctrl-C does. @returns milliseconds until the process was gone */
  stop(): Promise<number>;
};

const root = join(import.meta.dirname, "..", "..");

/** @param dataDir an existing data folder, to start again on it; a new one otherwise */
export async function startStack(dataDir = mkdtempSync(join(tmpdir(), "triops-bench-"))): Promise<Stack> {
  const [port, gatewayPort] = [await freePort(), await freePort()];
  const startedAt = performance.now();
  const child = spawn(
    process.execPath,
    [
      join(root, "apps/cli/main.ts"),
      "up",
      "--port",
      `${port}`,
      "--gateway-port",
      `${gatewayPort}`,
      "--data",
      dataDir,
    ],
    { cwd: root, env: { ...process.env, NODE_ENV: "production" }, stdio: ["ignore", "pipe", "pipe"] },
  );
  await new Promise<void>((resolve, reject) => {
    let said = "";
    const hear = (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-8_000);
      if (said.includes("Triops is ready")) resolve();
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("exit", (code) =>
      reject(new Error(`Triops exited with ${code} before it was ready:\n${said}`)),
    );
  });
  const readyMs = performance.now() - startedAt;
  const facts = JSON.parse(readFileSync(join(dataDir, "first-run.json"), "utf8"));
  return {
    child,
    dataDir,
    webUrl: `http://127.0.0.1:${port}`,
    gatewayUrl: `http://127.0.0.1:${gatewayPort}`,
    apiKey: facts.apiKey,
    ingestKey: facts.keys.ingest,
    workspaceId: facts.workspace.id,
    readyMs,
    async stop() {
      const from = performance.now();
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGINT");
      await ended;
      return performance.now() - from;
    },
  };
}

export const forgetData = (stack: Stack): void => rmSync(stack.dataDir, { recursive: true, force: true });

export type Member = { pid: number; args: string; rssBytes: number; cpuSeconds: number };

/** Every living process of the stack, the supervisor first. */
export function processesOf(stack: Stack): Member[] {
  const table = execFileSync("ps", ["-eo", "pid=,ppid=,rss=,cputimes=,args="], { encoding: "utf8" });
  const rows = table.split("\n").flatMap((text) => {
    const found = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/.exec(text);
    if (!found) return [];
    const [, pid, ppid, rss, cpu, args] = found;
    return [
      {
        pid: Number(pid),
        ppid: Number(ppid),
        rssBytes: Number(rss) * 1024,
        cpuSeconds: Number(cpu),
        args: args ?? "",
      },
    ];
  });
  const family = new Set([stack.child.pid]);
  // Parents come before their children in most tables, but not in all: go round until nobody is added.
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const row of rows) if (family.has(row.ppid)) family.add(row.pid);
  }
  return rows
    .filter((row) => family.has(row.pid))
    .map((row) => ({ ...row, cpuSeconds: exactCpuSeconds(row.pid) ?? row.cpuSeconds }));
}

/** Processor time in hundredths of a second, where the kernel tells; `ps` knows whole seconds only. */
function exactCpuSeconds(pid: number): number | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in brackets may hold spaces; what follows it is fields 3 and on. 14 and 15: user and system ticks.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return null;
  }
}
