import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** The process that listens on a port of this machine (Linux). @throws when nobody does */
export function listenerOf(port: number): number {
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  const sockets = new Set<string>();
  for (const table of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    for (const line of readFileSync(table, "utf8").split("\n").slice(1)) {
      const [, local = "", , state, , , , , , inode = ""] = line.trim().split(/\s+/);
      // 0A is LISTEN.
      if (state === "0A" && local.endsWith(`:${hex}`)) sockets.add(`socket:[${inode}]`);
    }
  }
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const folder = `/proc/${pid}/fd`;
      if (readdirSync(folder).some((fd) => sockets.has(readlinkSync(`${folder}/${fd}`)))) return Number(pid);
    } catch {
      // A process of somebody else's, or one that has just ended.
    }
  }
  throw new Error(`Nobody listens on port ${port}`);
}
