import { afterAll, describe, expect, inject, it } from "vitest";
import { closeBrowser, expectAccessible, visit, visitAsOwner } from "./browser.ts";

afterAll(closeBrowser);

const pages = [
  "/",
  "/welcome",
  "/services",
  "/services?view=map",
  "/metrics",
  "/metrics?metric=system_cpu_utilization_ratio&groupBy=cpu_mode",
  "/logs",
  "/logs?view=templates",
  "/monitors",
  "/monitors/new?metric=system_cpu_busy_ratio",
  "/alerts",
  "/alerts?state=all",
  "/alerts?by=alertname",
  "/alerts/silences",
  "/alerts/silences/new?where=alertname%3D%22a%22",
  "/incidents",
  "/incidents?state=all",
  "/prompts",
  "/prompts?search=nothing-is-called-this",
  "/label-requests",
  "/label-requests?state=all",
  "/playground",
  "/llm",
  "/llm?view=providers",
  "/llm?view=keys",
  "/llm?view=prices",
  "/llm/routes/new",
  "/settings/workspace",
  "/settings/members",
  "/settings/api-keys",
  "/settings/audit",
  "/settings/jobs",
  "/settings/profile",
  "/docs/api",
];

describe.each([
  { width: 1440, theme: "light" },
  { width: 1440, theme: "dark" },
  { width: 390, theme: "light" },
] as const)("every page at $width px in $theme", ({ width, theme }) => {
  it("opens without an error, and axe finds nothing", async () => {
    const { page, faults } = await visitAsOwner({ width, theme });
    for (const path of pages) {
      await page.goto(path);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      await page.waitForLoadState("load");
      await expectAccessible(page);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(sideways, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
    }
    expect(faults).toEqual([]);
  });

  it("so do the pages before sign-in", async () => {
    const { page, faults } = await visit({ width, theme });
    for (const path of [
      "/sign-in",
      "/forgot-password",
      "/reset-password?token=x",
      "/accept-invitation?token=x",
    ]) {
      await page.goto(path);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      await expectAccessible(page);
    }
    expect(faults).toEqual([]);
  });
});

describe("a monitor's page and an incident's page", () => {
  it("open without an error, and axe finds nothing", async () => {
    const { page, faults, context } = await visitAsOwner();
    const { apiKey } = inject("stack");
    const headers = { authorization: `Bearer ${apiKey}` };
    const monitors = (await (await context.request.get("/api/v1/monitors", { headers })).json()) as {
      data: { id: string }[];
    };
    await page.goto(`/monitors/${monitors.data[0]?.id}`);
    await page.getByRole("heading", { name: "Series" }).waitFor();
    await expectAccessible(page);
    const made = (await (
      await context.request.post("/api/v1/incidents", {
        headers,
        data: { title: "Seen by axe", severity: "sev4" },
      })
    ).json()) as { id: string };
    await page.goto(`/incidents/${made.id}`);
    await page.getByRole("heading", { name: "Timeline" }).waitFor();
    await expectAccessible(page);
    expect(faults).toEqual([]);
  });
});
