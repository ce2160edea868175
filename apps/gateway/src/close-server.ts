import type { Server } from "node:http";
import type { Socket } from "node:net";

const lookEveryMs = 50;
/**
 * Answers under way when the gateway stops, such as long streams, are cut off after this: early enough that what came of
 * them is recorded before the process has to end (`kernel/shutdown`: 8 s).
 */
const graceMs = 5_000;

/**
 * Node closes connections that wait between two requests. Those that were opened in advance and never used are not idle
 * to it, and it would wait a minute for each.
 * @returns closes the connections as they fall idle while `closing` goes on
 */
export function trackConnections(server: Server): (closing: Promise<void>) => Promise<void> {
  const unused = new Set<Socket>();
  server.on("connection", (socket) => {
    unused.add(socket);
    socket.once("close", () => unused.delete(socket));
  });
  server.on("request", ({ socket }) => unused.delete(socket));
  return async (closing) => {
    const looking = setInterval(() => {
      server.closeIdleConnections();
      for (const socket of unused) socket.destroy();
    }, lookEveryMs);
    const cutting = setTimeout(() => server.closeAllConnections(), graceMs);
    await closing.finally(() => {
      clearInterval(looking);
      clearTimeout(cutting);
    });
  };
}
