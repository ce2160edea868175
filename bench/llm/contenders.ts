import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "@triops/embedded/ports";

export type Contender = {
  name: string;
  url: string;
  headers: Record<string, string>;
  /** As this one knows the model. */
  model: string;
  pid: number;
  stop(): Promise<void>;
};

export const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });

/** Starts a server of this folder; it prints its address. */
async function startScript(file: URL, ...args: string[]): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [fileURLToPath(file), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout?.once("data", (chunk) => resolve(JSON.parse(String(chunk)).port));
    child.once("exit", (code) => reject(new Error(`${file.pathname} ended with ${code}`)));
  });
  return { child, url: `http://127.0.0.1:${port}` };
}

const made = (name: string, { child, url }: { child: ChildProcess; url: string }): Contender => ({
  name,
  url,
  headers: {},
  model: "gpt-4o-mini",
  pid: child.pid ?? 0,
  stop: () => ended(child),
});

export const startUpstream = async (): Promise<Contender> =>
  made("upstream", await startScript(new URL("./upstream.ts", import.meta.url)));
export const startBareProxy = async (upstreamUrl: string): Promise<Contender> =>
  made("bare proxy", await startScript(new URL("./bare-proxy.ts", import.meta.url), upstreamUrl));

const portkeyVersion = "1.15.2";
const folder = join(import.meta.dirname, "..", ".peers", "portkey");

/** Portkey's open gateway from npm, in a folder that Git ignores. @returns why it cannot be had */
export async function startPortkey(upstreamUrl: string): Promise<Contender | string> {
  const script = join(folder, "node_modules/@portkey-ai/gateway/build/start-server.js");
  try {
    if (!existsSync(script)) installPortkey();
  } catch (error) {
    return `@portkey-ai/gateway cannot be installed: ${error instanceof Error ? error.message.split("\n")[0] : error}`;
  }
  const port = await freePort();
  const child = spawn(process.execPath, [script, `--port=${port}`, "--headless"], {
    stdio: "ignore",
    cwd: folder,
    // It refuses local addresses unless told that they are meant.
    env: { ...process.env, TRUSTED_CUSTOM_HOSTS: "127.0.0.1,localhost" },
  });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries++) {
    const isUp = await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isUp) break;
    if (tries > 100 || child.exitCode !== null) return "@portkey-ai/gateway does not start";
    await sleep(100);
  }
  const { version } = JSON.parse(
    readFileSync(join(folder, "node_modules/@portkey-ai/gateway/package.json"), "utf8"),
  );
  return {
    ...made(`Portkey ${version}`, { child, url }),
    headers: {
      authorization: "Bearer upstream",
      "x-portkey-provider": "openai",
      "x-portkey-custom-host": `${upstreamUrl}/v1`,
    },
  };
}

function installPortkey(): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, name: "peer" }));
  execFileSync(
    "npm",
    ["install", "--ignore-scripts", "--no-audit", "--no-fund", `@portkey-ai/gateway@${portkeyVersion}`],
    {
      cwd: folder,
      stdio: ["ignore", "ignore", "pipe"],
      timeout: 180_000,
    },
  );
}
