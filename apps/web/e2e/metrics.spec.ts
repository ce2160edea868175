import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeBrowser, expectAccessible, visitAsOwner } from "./browser.ts";
import { sendGauge } from "./otlp.ts";

afterAll(closeBrowser);

const minuteMs = 60_000;
const metric = "journey_explorer_load";

/** A list that has just opened takes no Enter, which was meant for the text. */
const settleMs = 200;

/** Three hours of two hosts, the last minute included. */
beforeAll(async () => {
  const now = Date.now();
  const times = Array.from({ length: 180 }, (_, i) => now - (i + 1) * minuteMs).reverse();
  for (const [host, base] of [
    ["alpha", 10],
    ["beta", 20],
  ] as const) {
    const points = times.map((atMs, i) => ({ atMs, value: base + Math.sin(i / 9) * 4 }));
    expect(await sendGauge("journey.explorer.load", points, { "host.name": host })).toBe(200);
  }
});

describe("the metrics explorer", () => {
  it("completes a query, runs it, shows chart and table, zooms, compares and watches it", async () => {
    const { page, faults } = await visitAsOwner();
    await page.goto("/metrics");
    await page.getByRole("radio", { name: "Code" }).click();
    const editor = page.locator(".cm-content");
    await editor.click();
    await page.keyboard.type("sum by (host_na");
    await page.getByRole("option", { name: /^host_name/ }).waitFor();
    await page.waitForTimeout(settleMs);
    await page.keyboard.press("Enter");
    await page.keyboard.press("End");
    await page.keyboard.type(" (journey_expl");
    await page.getByRole("option", { name: new RegExp(metric) }).waitFor();
    await page.waitForTimeout(settleMs);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Control+Enter");
    await page.getByRole("button", { name: "alpha" }).waitFor();
    await page.getByRole("button", { name: "beta" }).waitFor();
    expect(new URL(page.url()).searchParams.get("queries")).toContain(`sum by (host_name) (${metric})`);

    await page.getByRole("radio", { name: "Table" }).click();
    await page.getByRole("cell", { name: "alpha" }).waitFor();
    await page.getByRole("radio", { name: "Chart" }).click();

    const cursor = page.getByRole("slider", { name: /Cursor over/ });
    await cursor.waitFor();
    const box = await cursor.boundingBox();
    if (!box) throw new Error("The chart has no size");
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * 0.3, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.7, y, { steps: 5 });
    await page.mouse.up();
    await page.waitForURL(/from=.*&to=/);

    await page.getByRole("radio", { name: "Builder" }).click();
    await page.getByLabel("Together").selectOption("avg");
    await page.getByText(`avg by (host_name) (${metric})`, { exact: true }).first().waitFor();
    await page.getByRole("button", { name: "Add query" }).click();
    const second = page.getByRole("region", { name: "Query B" });
    await second.getByRole("radio", { name: "Code" }).click();
    await second.locator(".cm-content").click();
    await page.keyboard.insertText(`max(${metric}) * 2`);
    await page.keyboard.press("Control+Enter");
    await page.getByRole("button", { name: /^B · max/ }).waitFor();

    await page.goto(`${page.url()}&compare=true`);
    await page.getByRole("button", { name: /alpha, period before/ }).waitFor();
    await page.getByRole("button", { name: "More for query B" }).click();
    await page.getByRole("menuitem", { name: "Watch this" }).click();
    await page.getByRole("heading", { name: "New monitor" }).waitFor();
    await page.getByText(`max(${metric}) * 2`).first().waitFor();
    await page.getByText(/it would not have fired|it would have fired/).waitFor({ timeout: 60_000 });
    expect(faults).toEqual([]);
  }, 240_000);

  it("says what is wrong where the query stands", async () => {
    const { page } = await visitAsOwner();
    await page.goto(`/metrics?query=${encodeURIComponent("sum(rate(journey_explorer_load))")}`);
    const alert = page.getByRole("region", { name: "Query A" }).getByRole("alert");
    await alert.waitFor();
    expect(await alert.textContent()).toMatch(/^Line 1, column \d+: expected type range vector/);
  });

  it.each([
    [1440, "light"],
    [1440, "dark"],
    [390, "light"],
    [390, "dark"],
  ] as const)("is accessible at %d px, %s", async (width, theme) => {
    const { page } = await visitAsOwner({ width, theme });
    const queries = [
      { i: "A", q: `avg by (host_name) (${metric})` },
      { i: "B", q: `max(${metric})`, m: "code" },
    ];
    await page.goto(`/metrics?queries=${encodeURIComponent(JSON.stringify(queries))}`);
    await page.locator(".cm-content").waitFor();
    await page.getByRole("button", { name: "A · alpha" }).waitFor();
    await expectAccessible(page);
    await page.getByRole("radio", { name: "Table" }).click();
    await page.getByText("alpha").first().waitFor();
    await expectAccessible(page);
  });
});
