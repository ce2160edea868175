import { randomBytes } from "node:crypto";
import { type Pair, startPair } from "@triops/testing/sample-services/pair";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { closeBrowser, expectAccessible, visitAsOwner } from "./browser.ts";

let pair: Pair;
beforeAll(async () => {
  const { gatewayUrl, keys } = inject("stack");
  pair = await startPair({
    gatewayUrl,
    key: keys.ingest,
    prefix: "trip-",
    errorRatio: 0.5,
    requestsPerSecond: 8,
  });
});
afterAll(async () => {
  await pair.stop();
  await closeBrowser();
});

/** A root with `count` children one after another, the last of which failed, as an exporter would send it. */
async function sendLongTrace(count: number): Promise<string> {
  const { gatewayUrl, keys } = inject("stack");
  const traceId = randomBytes(16).toString("hex");
  const rootId = randomBytes(8).toString("hex");
  const startNs = BigInt(Date.now() - 300_000) * 1_000_000n;
  const span = (at: number, more: object) => ({
    traceId,
    spanId: at < 0 ? rootId : randomBytes(8).toString("hex"),
    startTimeUnixNano: String(startNs + BigInt(Math.max(0, at)) * 1_000_000n),
    endTimeUnixNano: String(startNs + BigInt(at < 0 ? count : at + 1) * 1_000_000n),
    ...more,
  });
  const children = Array.from({ length: count - 1 }, (_, at) =>
    span(at, { parentSpanId: rootId, name: at === count - 2 ? "the very last" : `step ${at}`, kind: 1 }),
  );
  const spans = [span(-1, { name: "a long way", kind: 2 }), ...children];
  for (let at = 0; at < spans.length; at += 5_000) {
    const answer = await fetch(`${gatewayUrl}/v1/traces`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${keys.ingest}` },
      body: JSON.stringify({
        resourceSpans: [
          {
            resource: { attributes: [{ key: "service.name", value: { stringValue: "trip-long" } }] },
            scopeSpans: [{ spans: spans.slice(at, at + 5_000) }],
          },
        ],
      }),
    });
    expect(answer.status).toBe(200);
  }
  return traceId;
}

/** Types a search and runs it; a page that is not alive yet is asked again. */
async function ask(page: Page, text: string, address: RegExp): Promise<void> {
  const search = page.getByRole("combobox", { name: /Search traces/ });
  const run = async () => {
    if (address.test(page.url())) return true;
    await search.fill(text);
    await search.press("Escape");
    await search.press("Enter");
    await page.waitForURL(address, { timeout: 2_000 }).catch(() => {});
    return address.test(page.url());
  };
  await expect.poll(run, { timeout: 30_000 }).toBe(true);
}

describe("traces of services with the OpenTelemetry SDK", () => {
  it("list, search, waterfall, failed span, its exception and logs, to the logs and back", async () => {
    const { page, faults } = await visitAsOwner();
    await page.goto("/traces");
    await page.getByRole("heading", { name: "Traces", level: 1 }).waitFor();

    await ask(page, `service:${pair.payments} status:error`, /q=service/);
    const failed = page.getByRole("table", { name: "Traces" }).getByRole("link", { name: /POST \/orders/ });
    await failed.first().waitFor({ timeout: 60_000 });
    await page.getByRole("figure", { name: "Durations over time" }).waitFor();
    await expectAccessible(page);

    await failed.last().click();
    await page.getByRole("heading", { name: /POST \/orders/, level: 1 }).waitFor();
    const tree = page.getByRole("tree", { name: "Spans" });
    await tree.getByRole("treeitem", { name: new RegExp(`${pair.payments} POST /charge`) }).waitFor();
    await page.getByText(/spans failed/).waitFor();

    // The search led to a span that fits; its panel is closed before the tree is gone through by keyboard.
    const panel = page.getByRole("complementary").filter({ hasText: "Span id" });
    await panel.waitFor();
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
    const charge = tree.getByRole("treeitem", { name: new RegExp(`${pair.payments} POST /charge`) });
    await tree.focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => tree.getByRole("treeitem").count()).toBe(1);
    await page.keyboard.press("ArrowRight");
    await charge.click();
    await page.waitForURL(/span=[0-9a-f]{16}/);
    await panel.getByRole("heading", { name: /Card declined by the bank/ }).waitFor();
    await panel
      .getByRole("region", { name: "Stack trace" })
      .getByText(/payments\.ts/)
      .first()
      .waitFor();
    await panel.getByText("http.route", { exact: true }).waitFor();
    await panel.getByLabel("Logs of this span").getByText("Card declined by the bank").waitFor();
    await expectAccessible(page);

    // The address is all of it.
    await page.reload();
    await panel.getByRole("heading", { name: /Card declined by the bank/ }).waitFor();

    await page.getByLabel("Find spans").fill("INSERT");
    await page.getByText("1 found").waitFor();
    await page.getByRole("switch", { name: "Critical path" }).click();
    await page.waitForURL(/critical=true/);

    await page.getByRole("link", { name: "Logs of this trace" }).click();
    await page.waitForURL(/\/logs\?/);
    await page.getByText("Card declined by the bank").first().click();
    await page.getByRole("link", { name: "Open its trace" }).click();
    await page.waitForURL(/\/traces\/[0-9a-f]{32}/);
    await page.getByRole("heading", { name: /POST \/orders/, level: 1 }).waitFor();
    expect(faults).toEqual([]);
  });

  it("goes along a link from the reader of a queue to the trace that wrote the message", async () => {
    const { page, faults } = await visitAsOwner();
    await page.goto(`/traces?q=${encodeURIComponent(`service:${pair.shop} kind:consumer`)}`);
    const received = page.getByRole("link", { name: /process receipts/ });
    // An empty list follows the time by itself.
    await received.first().waitFor({ timeout: 60_000 });
    await received.last().click();
    await page.getByRole("treeitem", { name: /process receipts/ }).click();
    const panel = page.getByRole("complementary").filter({ hasText: "Span id" });
    await panel.getByRole("heading", { name: "Links" }).waitFor();
    const from = page.url();
    await panel.getByRole("link", { name: /^[0-9a-f]{32}$/ }).click();
    await page.waitForURL((url) => url.href !== from && url.pathname.startsWith("/traces/"));
    await page.getByRole("heading", { name: /POST \/orders/, level: 1 }).waitFor();
    expect(faults).toEqual([]);
  });

  it("opens 30,000 spans, goes to their end by keyboard, and holds only the rows in view", async () => {
    const traceId = await sendLongTrace(30_000);
    const { page, faults } = await visitAsOwner();
    await page.goto("/traces");
    await ask(page, traceId, /\/traces\/[0-9a-f]{32}/);
    await page.getByRole("heading", { name: /a long way/, level: 1 }).waitFor();
    await page.getByText(/30,000 spans of 1 service/).waitFor();
    const tree = page.getByRole("tree", { name: "Spans" });
    await tree.focus();
    await page.keyboard.press("End");
    await tree.getByRole("treeitem", { name: /the very last/ }).waitFor();
    expect(await tree.getByRole("treeitem").count()).toBeLessThan(150);
    expect(faults).toEqual([]);
  });

  it("says what is known of an id of which nothing came", async () => {
    const { page } = await visitAsOwner();
    await page.goto(`/traces/${"f".repeat(32)}`);
    await page.getByText("No span of this trace is here").waitFor();
    await expectAccessible(page);
  });
});

describe.each([
  { width: 1440, theme: "dark" },
  { width: 390, theme: "light" },
  { width: 390, theme: "dark" },
] as const)("list and trace at $width px in $theme", ({ width, theme }) => {
  it("fit, and axe finds nothing", async () => {
    const { page, faults } = await visitAsOwner({ width, theme });
    const traceId = await sendLongTrace(40);
    for (const path of ["/traces", `/traces?q=service:${pair.shop}`, `/traces/${traceId}`]) {
      await page.goto(path);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      await page.waitForLoadState("load");
      await expectAccessible(page);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(sideways, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
    }
    expect(faults).toEqual([]);
  });
});
