import { createServer, type Server } from "node:net";
import { describe, expect, it } from "vitest";
import { freePort, isPortFree, portHolder, requirePort } from "./ports.ts";

async function withListener(run: (port: number) => Promise<void>): Promise<void> {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  try {
    await run(typeof address === "object" && address ? address.port : 0);
  } finally {
    server.close();
  }
}

describe("ports", () => {
  it("keeps the wanted port when it is free and finds another when it is not", async () => {
    const wanted = await freePort();
    expect(await freePort(wanted)).toBe(wanted);
    await withListener(async (taken) => expect(await freePort(taken)).not.toBe(taken));
  });

  it("names the process that holds a port", async () => {
    await withListener(async (port) => {
      expect(await isPortFree(port)).toBe(false);
      expect(portHolder(port)).toMatchObject({ pid: process.pid });
      await expect(requirePort(port, "the dashboard", "--port")).rejects.toThrow(
        new RegExp(`Port ${port}.*process ${process.pid}.*--port`),
      );
    });
  });
});
