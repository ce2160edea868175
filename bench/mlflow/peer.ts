import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "@triops/embedded/ports";

export type Peer = { url: string; database: string; stop(): Promise<void> };

/** MLflow's own server as its documentation starts it: SQLite, its usual workers, artifacts on disk. */
export async function startPeer(python: string): Promise<Peer> {
  const folder = mkdtempSync(join(tmpdir(), "triops-mlflow-peer-"));
  const database = join(folder, "mlflow.db");
  const port = await freePort();
  const child = spawn(
    python,
    [
      "-m",
      "mlflow",
      "server",
      "--host",
      "127.0.0.1",
      "--port",
      `${port}`,
      "--backend-store-uri",
      `sqlite:///${database}`,
      "--artifacts-destination",
      join(folder, "artifacts"),
    ],
    {
      stdio: "ignore",
      detached: true,
      cwd: folder,
      env: { ...process.env, MLFLOW_DISABLE_TELEMETRY: "true" },
    },
  );
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries++) {
    const ok = await fetch(`${url}/health`).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) break;
    if (tries > 240 || child.exitCode !== null) throw new Error("MLflow's server did not come up");
    await sleep(500);
  }
  return {
    url,
    database,
    async stop() {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      // Its workers are children of its own: the whole group ends.
      if (child.pid) process.kill(-child.pid, "SIGTERM");
      await gone;
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
