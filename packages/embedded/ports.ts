import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { conflict } from "@triops/kernel/errors";
import { processCommand } from "./processes.ts";

/** Whether nothing listens on the loopback port. */
export function isPortFree(port: number, host = "127.0.0.1"): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** A free loopback port, `wanted` if nobody has it. Another process may still take it before it is used. */
export async function freePort(wanted?: number): Promise<number> {
  if (wanted !== undefined && (await isPortFree(wanted))) return wanted;
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}

/** Socket inodes that listen on the port, from the kernel's table. */
function listeningInodes(port: number): Set<string> {
  const inodes = new Set<string>();
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  for (const table of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    let text = "";
    try {
      text = readFileSync(table, "utf8");
    } catch {
      continue;
    }
    for (const line of text.split("\n").slice(1)) {
      const fields = line.trim().split(/\s+/);
      if (fields[1]?.endsWith(suffix) && fields[3] === "0A" && fields[9]) inodes.add(fields[9]);
    }
  }
  return inodes;
}

function holderOnLinux(port: number): number | undefined {
  const wanted = new Set([...listeningInodes(port)].map((inode) => `socket:[${inode}]`));
  if (wanted.size === 0) return undefined;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      for (const fd of readdirSync(`/proc/${pid}/fd`)) {
        if (wanted.has(readlinkSync(`/proc/${pid}/fd/${fd}`))) return Number(pid);
      }
    } catch {
      // Another user's process, or one that just ended.
    }
  }
  return undefined;
}

function holderElsewhere(port: number): number | undefined {
  try {
    const out = execFileSync("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-t"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return Number(out.trim().split("\n")[0]) || undefined;
  } catch {
    return undefined;
  }
}

/** The process that listens on the port, for people to read; undefined when it cannot be told. */
export function portHolder(port: number): { pid: number; command: string } | undefined {
  const pid = process.platform === "linux" ? holderOnLinux(port) : holderElsewhere(port);
  if (pid === undefined) return undefined;
  return { pid, command: (processCommand(pid) ?? "unknown").slice(0, 120) };
}

/** Waits until the port is free; returns early or after `msMax`, whichever comes first. */
export async function waitForPort(port: number, msMax: number): Promise<void> {
  const deadline = performance.now() + msMax;
  while (!(await isPortFree(port)) && performance.now() < deadline) await sleep(100);
}

/** Throws Conflict naming the holder and the option to use when the port is taken. */
export async function requirePort(port: number, purpose: string, option: string): Promise<void> {
  if (await isPortFree(port)) return;
  const holder = portHolder(port);
  const by = holder
    ? `process ${holder.pid} (${holder.command})`
    : "another process that this user may not see";
  throw conflict(
    `Port ${port}, wanted for ${purpose}, is taken by ${by}. Stop it or choose another with ${option}.`,
  );
}
