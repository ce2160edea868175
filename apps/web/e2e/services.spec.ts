import { type Pair, startPair } from "@triops/testing/sample-services/pair";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { closeBrowser, expectAccessible, visitAsOwner, waitForRest } from "./browser.ts";

const prefix = `journey-${Date.now().toString(36)}-`;
let pair: Pair;

beforeAll(async () => {
  const { gatewayUrl, keys } = inject("stack");
  pair = await startPair({ gatewayUrl, key: keys.ingest, prefix, errorRatio: 0.3, requestsPerSecond: 8 });
}, 60_000);
afterAll(async () => {
  await pair?.stop();
  await closeBrowser();
});

async function ask<T>(path: string): Promise<T> {
  const { webUrl, apiKey } = inject("stack");
  const answer = await fetch(`${webUrl}/api/v1${path}`, { headers: { authorization: `Bearer ${apiKey}` } });
  expect(answer.status, path).toBe(200);
  return (await answer.json()) as T;
}

type Listed = { data: { id: string; foundIn: string[]; health: { requests: number; errors: number } }[] };

/** Found in all three signals, with requests counted: what the rest walks through. */
async function heardOf(name: string): Promise<string> {
  let last: Listed["data"][number] | undefined;
  await expect
    .poll(
      async () => {
        last = (await ask<Listed>(`/services?name=${name}`)).data[0];
        return last !== undefined && last.foundIn.length === 3 && last.health.requests > 20;
      },
      { timeout: 120_000, interval: 2_000 },
    )
    .toBe(true);
  return last?.id ?? "";
}

const heading = (page: Page, name: string) => page.getByRole("heading", { name, level: 1 });

describe("two services instrumented with OpenTelemetry", () => {
  it("appear by themselves, on the map, and their traces, logs and metrics lead to each other", async () => {
    const shopId = await heardOf(pair.shop);
    const paymentsId = await heardOf(pair.payments);
    const { page, faults } = await visitAsOwner();

    await page.goto(`/services?search=${prefix}`);
    await page.getByRole("link", { name: pair.shop }).waitFor();
    await page.getByRole("cell", { name: "Failing" }).first().waitFor();
    await expectAccessible(page);

    await page.goto(`/services?view=map&focus=${pair.payments}`);
    const box = page.getByRole("button", { name: new RegExp(`^Service ${pair.payments} ?,`) });
    await box.waitFor();
    await expectAccessible(page);
    await box.click();
    await page.getByRole("complementary").getByText("postgresql/ledger").waitFor();
    await page.getByRole("link", { name: "Open service" }).click();

    // Service → trace: a failed one, over both services.
    await heading(page, pair.payments).waitFor();
    expect(page.url()).toContain(paymentsId);
    await page.getByText("Share of requests that failed").waitFor();
    await page.getByRole("table", { name: "Operations" }).getByText("POST /charge").waitFor();
    await expectAccessible(page);
    await page.getByRole("radio", { name: "Failed" }).click();
    // Until the failed ones are here the list shows, dimmed, what it had.
    await waitForRest(page);
    const trace = page
      .getByRole("table", { name: /^Traces of/ })
      .getByRole("link")
      .first();
    await trace.waitFor();
    const href = (await trace.getAttribute("href")) ?? "";
    const traceId = /\/traces\/([0-9a-f]{32})/.exec(href)?.[1] ?? "";
    expect(traceId).not.toBe("");
    await page.goto(href);
    await page.getByText("INSERT ledger.charges").first().waitFor();
    await page.getByText(pair.shop).first().waitFor();

    // Trace → logs of both services, by its id; a line → its service.
    const logged = async () => {
      const { data } = await ask<{ data: { service: string }[] }>(`/logs?q=trace_id:${traceId}`);
      return [...new Set(data.map((line) => line.service))].sort();
    };
    await expect.poll(logged, { timeout: 30_000, interval: 1_000 }).toEqual([pair.payments, pair.shop]);
    await page.goto(`/logs?q=trace_id:${traceId}`);
    await page.getByText("Card declined by the bank").first().waitFor();
    await page
      .getByText(/Order \d+ received/)
      .first()
      .waitFor();

    // Its metrics carry the same name.
    const { data } = await ask<{ data: { value: string }[] }>(
      `/metrics/label-values?label=service_name&search=${prefix}`,
    );
    expect(data.map((one) => one.value).sort()).toEqual([pair.payments, pair.shop]);
    expect(shopId).not.toBe(paymentsId);
    expect(faults).toEqual([]);
  });

  it("are told more about by people", async () => {
    const id = await heardOf(pair.shop);
    const { page, faults } = await visitAsOwner();
    await page.goto(`/services/${id}`);
    await page.getByRole("button", { name: "Edit" }).click();
    await page.getByLabel(/^Owner/).fill("Team shop");
    await page.getByLabel("Runbook").fill("https://wiki.example/shop");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Team shop").waitFor();
    await page.getByRole("link", { name: "wiki.example/shop" }).waitFor();
    expect(faults).toEqual([]);
  });

  it("fit a phone: the map is a table there", async () => {
    await heardOf(pair.shop);
    const { page, faults } = await visitAsOwner({ width: 390, theme: "dark" });
    await page.goto(`/services?view=map&focus=${pair.payments}`);
    await page.getByText("Connections").first().waitFor();
    await page.getByText(pair.payments).first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await expectAccessible(page);
    expect(faults).toEqual([]);
  });
});
