/** A provider that costs nothing: answers every chat completion at once with the same bytes. */
import { createServer } from "node:http";
import { answerBody } from "./answers.ts";

const bytes = Buffer.from(answerBody);
const headers = { "content-type": "application/json", "content-length": bytes.length };

const server = createServer((request, reply) => {
  request.resume();
  request.on("end", () => reply.writeHead(200, headers).end(bytes));
});
server.keepAliveTimeout = 65_000;
server.listen(0, "127.0.0.1", () => console.log(JSON.stringify(server.address())));
