/** The floor: Node's own HTTP both ways, JSON read both ways, nothing else. */
import { Agent, request as ask, createServer } from "node:http";

const target = new URL(process.argv[2] ?? "");
const agent = new Agent({ keepAlive: true, maxSockets: 256 });

const gather = async (stream: AsyncIterable<Buffer>): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
};

const server = createServer(async (incoming, reply) => {
  const body = JSON.stringify(JSON.parse((await gather(incoming)).toString()));
  const outgoing = ask(
    target,
    {
      method: "POST",
      agent,
      path: incoming.url,
      headers: { "content-type": "application/json", "content-length": Buffer.byteLength(body) },
    },
    async (answer) => {
      const text = JSON.stringify(JSON.parse((await gather(answer)).toString()));
      reply.writeHead(answer.statusCode ?? 502, {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(text),
      });
      reply.end(text);
    },
  );
  outgoing.on("error", () => reply.writeHead(502).end());
  outgoing.end(body);
});
server.keepAliveTimeout = 65_000;
server.listen(0, "127.0.0.1", () => console.log(JSON.stringify(server.address())));
