import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { create as createKey } from "@triops/domains/api-keys/create";
import { createAuth } from "@triops/domains/members/auth";
import type { Scope } from "@triops/kernel/context";
import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { createAuthenticator } from "../authenticate.ts";
import { createLangfuseApi } from "./answer.ts";

export type LangfuseWorld = {
  harness: Harness;
  /** For clients' `baseUrl`. */
  url: string;
  makeKey(workspace: TestWorkspace, scopes: Scope[]): Promise<string>;
  close(): Promise<void>;
};

/** Langfuse's API over stores of its own, at a port: its clients bring their own HTTP. */
export async function openLangfuse(): Promise<LangfuseWorld> {
  const harness = await createHarness();
  const { runtime } = harness;
  const authenticator = createAuthenticator(runtime, createAuth(runtime), undefined);
  const server = serve(createLangfuseApi({ runtime, authenticator }));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    harness,
    url: `http://127.0.0.1:${port}`,
    makeKey: async (workspace, scopes) =>
      (await createKey.call(await harness.callerAs(workspace, "owner"), { name: "client", scopes })).key,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await harness.close();
    },
  };
}

function serve(answer: (request: Request) => Promise<Response>): Server {
  return createServer(async (incoming, outgoing) => {
    const response = await answer(await requestOf(incoming));
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  });
}

async function requestOf(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const { method = "GET", url = "/", headers } = incoming;
  return new Request(`http://${headers.host}${url}`, {
    method,
    headers: headers as Record<string, string>,
    ...(method === "GET" || method === "HEAD" || body.length === 0 ? {} : { body }),
  });
}
