import { connect, createServer, type Server, type Socket } from "node:net";

/** A door in front of a store that can be shut and opened. */
export class Door {
  private server: Server | null = null;
  private readonly sockets = new Set<Socket>();
  private readonly target: URL;
  port = 0;

  constructor(target: string) {
    this.target = new URL(target);
  }

  async open(): Promise<void> {
    const server = createServer((inside) => {
      const outside = connect(Number(this.target.port), this.target.hostname);
      for (const socket of [inside, outside]) {
        this.sockets.add(socket);
        socket.on("error", () => socket.destroy());
        socket.on("close", () => {
          inside.destroy();
          outside.destroy();
          this.sockets.delete(socket);
        });
      }
      inside.pipe(outside).pipe(inside);
    });
    await new Promise<void>((resolve) => server.listen(this.port, "127.0.0.1", resolve));
    const address = server.address();
    if (address && typeof address === "object") this.port = address.port;
    this.server = server;
  }

  shut(): void {
    this.server?.close();
    for (const socket of this.sockets) socket.destroy();
  }

  get url(): string {
    const url = new URL(this.target);
    url.host = `127.0.0.1:${this.port}`;
    return url.href;
  }
}
