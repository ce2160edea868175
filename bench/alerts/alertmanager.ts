import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@triops/embedded/ports";

export type AlertmanagerPeer = { version: string; url: string; close(): Promise<void> };

const program = "prometheus-alertmanager";

/** Alertmanager as it is installed on this machine (Debian's name for it), in a folder of its own; null without one. */
export async function startAlertmanager(): Promise<AlertmanagerPeer | null> {
  const asked = spawnSync(program, ["--version"], { encoding: "utf8" });
  if (asked.status !== 0) return null;
  const version = /version (\S+)/.exec(`${asked.stdout}${asked.stderr}`)?.[1] ?? "unknown";
  const folder = mkdtempSync(join(tmpdir(), "triops-bench-alertmanager-"));
  const config = join(folder, "alertmanager.yml");
  writeFileSync(config, "route:\n  receiver: none\n  group_by: [service]\nreceivers:\n- name: none\n");
  const url = `http://127.0.0.1:${await freePort()}`;
  const child = spawn(
    program,
    [
      `--config.file=${config}`,
      `--storage.path=${join(folder, "data")}`,
      `--web.listen-address=${url.slice("http://".length)}`,
      "--cluster.listen-address=",
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
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  for (let attempt = 0; attempt < 100 && !hasEnded(child); attempt++) {
    const ready = await fetch(`${url}/-/ready`).then(
      (reply) => reply.ok,
      () => false,
    );
    if (ready) return { version, url, close };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await close();
  return null;
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;
