import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { startTracing } from "@triops/providers/tracing";
import { fastify } from "fastify";
import { expect, it } from "vitest";
import { traceRequests } from "./trace-requests.ts";

it("sends a span per request with route and status, none for health", async () => {
  let text = "";
  const collector = createServer(async (request, response) => {
    for await (const chunk of request) text += chunk.toString("latin1");
    response.end();
  });
  await new Promise<void>((resolve) => collector.listen(0, "127.0.0.1", resolve));
  const gatewayUrl = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  const tracing = startTracing({ service: "triops-gateway", gatewayUrl, ingestKey: "tri_k", ratio: 1 });
  const app = fastify();
  traceRequests(app);
  app.get("/health", async () => "ok");
  app.post("/v2/models/:deployment/infer", async () => {
    throw new Error("boom");
  });
  await app.inject({ method: "GET", url: "/health" });
  await app.inject({ method: "POST", url: "/v2/models/fraud/infer" });
  await tracing.close();
  collector.close();
  expect(text).toContain("POST /v2/models/:deployment/infer");
  expect(text).toContain("http.response.status_code");
  expect(text).not.toContain("/health");
  expect(text).not.toContain("boom");
});
