import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@triops/embedded/ports";

export type PrometheusPeer = { version: string; url: string; pid: number; close(): Promise<void> };

/** Prometheus as it is installed on this machine, taking remote_write into a folder of its own; null without one. */
export async function startPrometheus(): Promise<PrometheusPeer | null> {
  const asked = spawnSync("prometheus", ["--version"], { encoding: "utf8" });
  if (asked.status !== 0) return null;
  const version = /version (\S+)/.exec(`${asked.stdout}${asked.stderr}`)?.[1] ?? "unknown";
  const dataDir = mkdtempSync(join(tmpdir(), "triops-bench-prometheus-"));
  const config = join(dataDir, "prometheus.yml");
  writeFileSync(config, "global:\n  scrape_interval: 1h\n");
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(
    "prometheus",
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(dataDir, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--web.enable-remote-write-receiver",
      "--log.level=error",
    ],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  const close = async () => {
    if (!hasEnded(child)) {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await gone;
    }
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  };
  for (let attempt = 0; attempt < 150; attempt++) {
    const ready = await fetch(`${url}/-/ready`).then(
      (reply) => reply.ok,
      () => false,
    );
    if (ready) return { version, url, pid: child.pid ?? 0, close };
    if (hasEnded(child)) break;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await close();
  throw new Error("Prometheus did not start");
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;
