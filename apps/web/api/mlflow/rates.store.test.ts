import { update } from "@triops/domains/workspaces/update";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type MlflowClient, openMlflow } from "./client.testing.ts";

let mlflow: MlflowClient;
beforeAll(async () => {
  mlflow = await openMlflow();
});
afterAll(() => mlflow?.harness.close());

it("429 RESOURCE_EXHAUSTED with Retry-After for a key that asks too often, and for no other", async () => {
  const owner = await mlflow.harness.callerAs(mlflow.home, "owner");
  await update.call(owner, { id: mlflow.home.id, limits: { apiRequestsPerSecondMax: 1 } });
  const ask = (headers?: Record<string, string>) =>
    mlflow.call("GET", "/mlflow/experiments/search", { max_results: 1 }, headers);
  const other = await mlflow.keyFor(mlflow.home, ["read"]);
  const statuses: number[] = [];
  let refused = await ask();
  // Ten at once are a burst; each of these takes less than a second.
  for (let asked = 1; refused.status === 200 && asked < 100; asked++) {
    statuses.push(refused.status);
    refused = await ask();
  }
  expect(statuses.length).toBeGreaterThanOrEqual(10);
  expect(refused.status).toBe(429);
  expect(refused.body.error_code).toBe("RESOURCE_EXHAUSTED");
  expect(refused.headers.get("retry-after")).toBe("1");
  expect((await ask({ authorization: `Bearer ${other}` })).status).toBe(200);
});
