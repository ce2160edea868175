import { startPair } from "@triops/testing/sample-services/pair";
import { afterAll, describe, expect, inject, it } from "vitest";
import { closeBrowser, expectAccessible, visitAsOwner } from "./browser.ts";

afterAll(closeBrowser);

const asks = (term: string) => (url: URL) => url.searchParams.get("q")?.includes(term) ?? false;

describe("logs of a service with the OpenTelemetry SDK", () => {
  it("come in live, are searched, narrowed down, opened, kept as a view and counted as messages", async () => {
    const { gatewayUrl, keys } = inject("stack");
    const prefix = `lines-${Date.now().toString(36)}-`;
    const pair = await startPair({
      gatewayUrl,
      key: keys.ingest,
      prefix,
      requestsPerSecond: 6,
      errorRatio: 0.3,
    });
    try {
      const { page, faults } = await visitAsOwner();
      const lines = page.getByRole("region", { name: "Log lines" });
      const search = page.getByRole("combobox", { name: "Search logs" });

      // Nothing is reloaded: the lines come to the page.
      await page.goto(`/logs?q=${encodeURIComponent(`service:${pair.shop}`)}`);
      await page.getByText("Live", { exact: true }).waitFor();
      await lines
        .getByText(/Order \d+ received/)
        .first()
        .waitFor({ timeout: 60_000 });
      await lines
        .getByText(/Order \d+ failed/)
        .first()
        .waitFor({ timeout: 60_000 });
      await expectAccessible(page);
      await page.getByRole("button", { name: "Pause" }).click();
      await page.getByText("Paused", { exact: true }).waitFor();

      await search.fill(`service:${pair.shop} "fail`);
      await search.press("Enter");
      await page.getByText(/quotation mark without its partner at character \d+/).waitFor();
      await search.fill(`service:${pair.shop} order`);
      await search.press("Enter");
      await page.getByText(/lines match/).waitFor();

      const fields = page.getByRole("complementary", { name: "Fields" });
      await fields
        .getByRole("button", { name: /^Error/ })
        .first()
        .click();
      await page.waitForURL(asks("level:error"));
      await expect.poll(() => lines.getByText(/received/).count(), { timeout: 10_000 }).toBe(0);

      await lines.getByRole("button").first().click();
      await page.waitForURL((url) => url.searchParams.has("line"));
      const panel = page.getByRole("complementary", { name: "Log line" });
      await panel.getByText("service.version").waitFor();
      const trace = await panel.getByRole("link", { name: "Open its trace" }).getAttribute("href");
      expect(trace).toMatch(/^\/traces\/[0-9a-f]{32}\?span=[0-9a-f]{16}$/);
      await panel.getByRole("button", { name: "Show service.version as a column" }).click();
      await page.waitForURL((url) => url.searchParams.get("columns") === "resource.service.version");
      await panel.getByRole("heading", { name: "Around it" }).waitFor();
      await expectAccessible(page);
      await page.keyboard.press("Escape");

      await page.getByRole("button", { name: "Saved views" }).click();
      await page.getByRole("menuitem", { name: "Save this view" }).click();
      await page.getByRole("dialog").getByLabel(/^Name/).fill(`Failed orders ${prefix}`);
      await page.getByRole("button", { name: "Save view" }).click();
      await page.getByText("View saved").waitFor();
      await page.goto("/logs");
      await page.getByRole("button", { name: "Saved views" }).click();
      await page.getByRole("menuitem", { name: `Failed orders ${prefix}` }).click();
      await page.waitForURL(asks("level:error"));
      await page.waitForURL((url) => url.searchParams.has("columns"));

      await page.goto(`/logs?view=templates&q=${encodeURIComponent(`service:${pair.shop}`)}`);
      const messages = page.getByRole("region", { name: "Log templates" });
      await messages
        .getByRole("row")
        .filter({ hasText: /Order num received/ })
        // The gateway learns what varies in a message every ten seconds; the page follows.
        .click({ timeout: 60_000 });
      await page.waitForURL(asks("template:"));
      await expect.poll(() => lines.getByText(/Order \d+ received/).count()).toBeGreaterThan(0);
      expect(await lines.getByText(/paid/).count()).toBe(0);
      await page.goto(`/logs?view=templates&q=${encodeURIComponent(`service:${pair.shop}`)}`);
      await messages.waitFor();
      await expectAccessible(page);
      // The quotation mark without its partner was refused to each question of the page.
      expect(faults.filter((each) => !each.includes("status of 400"))).toEqual([]);
    } finally {
      await pair.stop();
    }
  });

  it("are read on a phone in the dark", async () => {
    const { page, faults } = await visitAsOwner({ width: 390, theme: "dark" });
    await page.goto("/logs");
    await page.getByRole("heading", { name: "Logs", level: 1 }).waitFor();
    await expectAccessible(page);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    expect(faults).toEqual([]);
  });
});
