import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "@triops/embedded/ports";
import type { TestProject } from "vitest/node";

/** What `first-run.json` tells whoever starts Triops; the journeys begin with nothing else. */
export type Stack = {
  webUrl: string;
  gatewayUrl: string;
  workspace: { id: string; slug: string };
  email: string;
  password: string;
  apiKey: string;
  keys: { ingest: string; llm: string };
};

/** Cookies of the owner, signed in once for all journeys: attempts to sign in are counted, and limited. */
export type Session = { name: string; value: string }[];

declare module "vitest" {
  interface ProvidedContext {
    stack: Stack;
    session: Session;
  }
}

const readyWithinMs = 150_000;
const root = path.resolve(import.meta.dirname, "../../..");

/**
 * Starts everything as `npm start` does, on data and ports of its own, and stops it as Ctrl-C does. While a journey
 * is being written, TRIOPS_JOURNEYS_AT names the data folder of a running `pnpm dev` to walk through instead.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const running = process.env.TRIOPS_JOURNEYS_AT;
  if (running !== undefined) {
    await provide(project, running);
    return async () => {};
  }
  const dataDir = await mkdtemp(path.join(tmpdir(), "triops-e2e-"));
  const [port, gatewayPort] = [await freePort(), await freePort()];
  const options = ["--port", String(port), "--gateway-port", String(gatewayPort), "--data", dataDir];
  const child = spawn(process.execPath, [path.join(root, "apps/cli/main.ts"), "up", ...options], {
    cwd: root,
    env: {
      ...process.env,
      NODE_ENV: "production",
      TRIOPS_LABEL: "journeys",
      TRIOPS_SCRAPE_CIDRS: "127.0.0.0/8",
      TRIOPS_WEBHOOK_CIDRS: "127.0.0.0/8",
      TRIOPS_PROVIDER_CIDRS: "127.0.0.0/8",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  await untilReady(child);
  await provide(project, dataDir);
  return async () => {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGINT");
    await ended;
    await rm(dataDir, { recursive: true, force: true });
  };
}

async function provide(project: TestProject, dataDir: string): Promise<void> {
  const facts = await factsIn(dataDir);
  project.provide("stack", facts);
  project.provide("session", await signInOf(facts));
}

async function signInOf({ webUrl, email, password }: Stack): Promise<Session> {
  const reply = await fetch(`${webUrl}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: webUrl },
    body: JSON.stringify({ email, password }),
  });
  if (!reply.ok) throw new Error(`The owner could not sign in: ${reply.status} ${await reply.text()}`);
  return reply.headers.getSetCookie().map((cookie) => {
    const [pair = ""] = cookie.split(";");
    const at = pair.indexOf("=");
    return { name: pair.slice(0, at), value: pair.slice(at + 1) };
  });
}

async function factsIn(dataDir: string): Promise<Stack> {
  return JSON.parse(await readFile(path.join(dataDir, "first-run.json"), "utf8")) as Stack;
}

function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    const timer = setTimeout(() => fail(`not ready after ${readyWithinMs / 1000} s`), readyWithinMs);
    const fail = (why: string) => {
      clearTimeout(timer);
      child.kill("SIGINT");
      reject(new Error(`Triops did not start: ${why}\n${said.slice(-4_000)}`));
    };
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      if (!said.includes("Triops is ready")) return;
      clearTimeout(timer);
      child.removeListener("exit", left);
      resolve();
    };
    const left = (code: number | null) => fail(`it exited with ${code}`);
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("exit", left);
  });
}
