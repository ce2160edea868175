import { type DemonstrationProvider, startDemonstrationProvider } from "@triops/testing/llm-provider/server";
import { expect, inject } from "vitest";

/** Asks the API as a program does, with the key of the stack. */
export async function callApi<Answer>(path: string, body?: unknown): Promise<Answer> {
  const { webUrl, apiKey } = inject("stack");
  const answer = await fetch(`${webUrl}/api/v1${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(answer.status, path).toBeLessThan(300);
  return (await answer.json()) as Answer;
}

/** A demonstration provider with a route of this name to it. The caller closes it. */
export async function startDemonstrationRoute(route: string): Promise<DemonstrationProvider> {
  const provider = await startDemonstrationProvider();
  const made = await callApi<{ id: string }>("/providers", {
    name: `Demo of ${route}`,
    kind: "demonstration",
    baseUrl: provider.openaiUrl,
    credential: "a-key-for-demonstrations",
    priceProvider: "openai",
    test: "note",
  });
  await callApi("/routes", { name: route, targets: [{ providerId: made.id, model: "gpt-4o-mini" }] });
  return provider;
}
