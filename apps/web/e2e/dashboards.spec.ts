import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, describe, expect, inject, it } from "vitest";
import { closeBrowser, expectAccessible, visitAsOwner } from "./browser.ts";
import { sendGauge } from "./otlp.ts";

afterAll(closeBrowser);

const run = Date.now().toString(36);
const soon = { timeout: 20_000 };

/** Two hosts with a value a minute for the last half hour. */
async function sendLoads(metric: string): Promise<void> {
  for (const [host, level] of [
    ["dash-a", 2],
    ["dash-b", 5],
  ] as const) {
    const points = Array.from({ length: 60 }, (_, at) => ({
      atMs: Date.now() - (60 - at) * 30_000,
      value: level + Math.sin(at / 6),
    }));
    expect(await sendGauge(metric, points, { "service.name": "journey-dashboards", host })).toBe(200);
  }
}

const panel = (page: Page, name: string) => page.getByRole("article", { name, exact: true });

/** The range stands in the top bar once the page listens to clicks. */
const awake = (page: Page) => page.getByRole("button", { name: /^Time range:/ }).waitFor();

async function writeQuery(page: Page, text: string): Promise<void> {
  const field = page.getByRole("textbox", { name: "Query A" });
  await field.waitFor();
  await page.locator(".cm-content").waitFor();
  await page.locator(".cm-content").fill(text);
  await page.keyboard.press("Escape");
}

async function widthOf(page: Page, name: string): Promise<number> {
  return (await panel(page, name).boundingBox())?.width ?? 0;
}

describe("a dashboard built by hand", () => {
  it("panels, a variable, dragged and resized, saved, changed, compared, restored", async () => {
    const metric = `journey_dash_${run}`;
    const title = `Journey ${run}`;
    await sendLoads(metric);
    const { page, faults } = await visitAsOwner();

    await page.goto("/dashboards");
    await page.getByRole("link", { name: "New dashboard" }).first().click();
    await awake(page);
    await page.getByRole("button", { name: "Time series" }).click();
    await writeQuery(page, `${metric}{host=~"$host"}`);
    await page.getByLabel("Title", { exact: true }).fill("Load of $host");
    await page.getByRole("button", { name: "Back to the dashboard" }).click();

    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByRole("textbox", { name: /^Title/ }).fill(title);
    await page.getByRole("button", { name: "Add variable" }).click();
    await page.getByLabel("Name", { exact: true }).fill("host");
    await page.getByLabel("Query", { exact: true }).fill(`label_values(${metric}, host)`);
    await page.getByLabel("Several at once").click();
    await page.getByLabel("All", { exact: true }).click();
    await page.getByText("2 values: dash-a, dash-b").waitFor();
    await expectAccessible(page);
    await page.getByRole("button", { name: "Back to the panels" }).click();

    await panel(page, "Load of All")
      .getByRole("button", { name: /dash-a/ })
      .waitFor();

    await page.getByRole("button", { name: "Add a panel", exact: true }).click();
    await page.getByRole("menuitem", { name: "Figure" }).click();
    await writeQuery(page, `max(${metric})`);
    await page.getByLabel("Title", { exact: true }).fill("Most");
    await page.getByRole("button", { name: "Add threshold" }).click();
    await expectAccessible(page);
    await page.getByRole("button", { name: "Back to the dashboard" }).click();
    await panel(page, "Most").waitFor();

    // By pointer: the figure goes to the left edge, the chart makes room and grows.
    const before = (await panel(page, "Most").boundingBox()) ?? { x: 0, y: 0 };
    await page.getByRole("button", { name: "Move Most" }).hover();
    await page.mouse.down();
    await page.mouse.move(before.x - 300, before.y + 40, { steps: 8 });
    await page.mouse.move(260, before.y + 10, { steps: 8 });
    await page.mouse.up();
    await expect
      .poll(async () => (await panel(page, "Most").boundingBox())?.x, soon)
      .toBeLessThan(before.x - 200);
    // By keys: wider by two columns, said aloud.
    const narrow = await widthOf(page, "Most");
    await page.getByRole("button", { name: "Move Most" }).focus();
    await page.keyboard.press("Shift+ArrowRight");
    await page.keyboard.press("Shift+ArrowRight");
    await expect.poll(() => widthOf(page, "Most"), soon).toBeGreaterThan(narrow + 40);
    await page.getByText(/^Column 1, row \d+, 8 wide, 5 high$/).waitFor();
    await expectAccessible(page);

    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("heading", { name: title, level: 1 }).waitFor();
    await page.getByText("Version 1, saved").waitFor();
    await page.reload();
    await panel(page, "Load of All")
      .getByRole("button", { name: /dash-b/ })
      .waitFor();
    expect(await widthOf(page, "Most")).toBeGreaterThan(narrow + 40);

    // A link with a chosen value shows that value.
    await page.getByRole("button", { name: "host: All" }).click();
    await page.getByLabel("dash-b").click();
    await page.keyboard.press("Escape");
    await panel(page, "Load of dash-b").waitFor();
    expect(new URL(page.url()).searchParams.getAll("var-host")).toEqual(["dash-b"]);
    const other = panel(page, "Load of dash-b").getByRole("button", { name: /dash-a/ });
    await expect.poll(() => other.count(), soon).toBe(0);
    await expectAccessible(page);

    // One panel alone, and back with Escape.
    await panel(page, "Most").hover();
    await page.getByRole("button", { name: "More for Most" }).click();
    await page.getByRole("menuitem", { name: "Full screen" }).click();
    await page.getByRole("button", { name: "Back to the dashboard" }).waitFor();
    expect(await panel(page, "Load of dash-b").count()).toBe(0);
    await page.keyboard.press("Escape");
    await panel(page, "Load of dash-b").waitFor();

    // A change, undone and redone, then saved as the next version.
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    await page.getByRole("button", { name: "More for Most" }).click();
    await page.getByRole("menuitem", { name: "Remove" }).click();
    await expect.poll(() => panel(page, "Most").count(), soon).toBe(0);
    await page.getByRole("button", { name: "Undo", exact: true }).first().click();
    await panel(page, "Most").waitFor();
    await page.getByRole("button", { name: "Redo", exact: true }).click();
    await expect.poll(() => panel(page, "Most").count(), soon).toBe(0);
    // Leaving asks; the draft waits.
    await page.getByRole("link", { name: "Incidents" }).first().click();
    await page.getByRole("dialog", { name: "Leave without saving?" }).waitFor();
    await page.getByRole("button", { name: "Leave", exact: true }).click();
    await page.waitForURL(/incidents/);
    await page.goBack();
    await page
      .getByText("2 not saved")
      .or(page.getByText("Not saved"))
      .or(page.getByRole("button", { name: "Continue" }))
      .first()
      .waitFor();
    if (await page.getByRole("button", { name: "Continue" }).count()) {
      await page.getByRole("button", { name: "Continue" }).click();
    }
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText('removed panel "Most"').waitFor();
    await page.getByLabel(/What for/).fill("One figure is enough");
    await page.getByRole("dialog").getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Version 2, saved").waitFor();

    await page.getByRole("button", { name: "More", exact: true }).click();
    await page.getByRole("menuitem", { name: "Versions" }).click();
    await page.getByText("One figure is enough").waitFor();
    await page.getByRole("listitem").filter({ hasText: 'removed panel "Most"' }).waitFor();
    await expectAccessible(page);
    await page.getByRole("button", { name: "Restore version 1" }).click();
    await page.getByText("Restored version 1").waitFor();
    await page.getByRole("button", { name: "Back to the dashboard" }).click();
    await panel(page, "Most").waitFor();
    await page.getByText("Version 3, saved").waitFor();

    // Deleted, and brought back from the toast.
    await page.getByRole("button", { name: "More", exact: true }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page.waitForURL((url) => url.pathname === "/dashboards");
    const deleted = page.getByRole("listitem").filter({ hasText: `Deleted "${title}"` });
    await deleted.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("heading", { name: title, level: 1 }).waitFor();
    expect(faults).toEqual([]);
  });

  it("who saves second is told what the first one changed, and chooses", async () => {
    const { apiKey, webUrl } = inject("stack");
    const call = (method: string, path: string, body: unknown) =>
      fetch(`${webUrl}/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
        body: JSON.stringify(body),
      }).then((answer) => answer.json() as Promise<{ id: string; model: { title: string } }>);
    const made = await call("POST", "/dashboards", {
      model: { title: `Shared ${run}`, sections: [{ id: "s1" }] },
    });
    const { page } = await visitAsOwner();
    await page.goto(`/dashboards/${made.id}?edit=true`);
    await awake(page);
    await page.getByRole("button", { name: "Text" }).click();
    await page.getByRole("button", { name: "Back to the dashboard" }).click();
    await call("PATCH", `/dashboards/${made.id}`, {
      version: 1,
      model: { ...made.model, description: "Told by another" },
    });
    await page.getByText(/saved version 2 while you were editing/).waitFor();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText(/saved version 2 meanwhile: changed the description/).waitFor();
    await expectAccessible(page);
    await page.getByRole("button", { name: "Save as a copy" }).click();
    await page.getByRole("heading", { name: `Shared ${run} (copy)`, level: 1 }).waitFor();
  });
});

describe("a dashboard from Grafana", () => {
  it("is imported with a report of what was not understood", async () => {
    const json = readFileSync(
      new URL("../../../packages/domains/dashboards/grafana/testdata/machines.json", import.meta.url),
      "utf8",
    );
    const { page, faults } = await visitAsOwner();
    await page.goto("/dashboards");
    await page.getByRole("button", { name: "Import" }).first().click();
    await page.getByLabel("Or paste its JSON").fill("{");
    await page.getByText("This is not JSON.").waitFor();
    await page
      .locator('input[type="file"]')
      .setInputFiles({ name: "machines.json", mimeType: "application/json", buffer: Buffer.from(json) });
    await page
      .getByText(/^14 panels and 5 variables come over\. \d+ left out, \d+ not quite the same:$/)
      .waitFor();
    await page.getByRole("listitem").filter({ hasText: '"nodeGraph" is not understood' }).waitFor();
    await page.getByRole("textbox", { name: /^Title/ }).fill(`Machines ${run}`);
    await expectAccessible(page);
    await page.getByRole("dialog").getByRole("button", { name: "Import" }).click();
    await page.getByRole("heading", { name: `Machines ${run}`, level: 1 }).waitFor();
    await page.getByRole("button", { name: "At a glance" }).waitFor();
    // Folded as it was; opening it is in the address.
    const details = page.getByRole("button", { name: /^Details/ });
    expect(await details.getAttribute("aria-expanded")).toBe("false");
    await details.click();
    await panel(page, "File systems").waitFor();
    expect(page.url()).toContain("folds=");
    await expectAccessible(page);
    expect(faults).toEqual([]);
  });
});

describe("built-in dashboards", () => {
  it.each([
    { width: 1440, theme: "dark" },
    { width: 390, theme: "light" },
  ] as const)(
    "show this machine at $width px, stack on a phone, and can be copied",
    async ({ width, theme }) => {
      const { page, faults } = await visitAsOwner({ width, theme });
      await page.goto("/dashboards");
      // Copies may have the same name; the built-in one stands last.
      await page.getByRole("link", { name: "Host", exact: true }).last().click();
      await page.getByRole("heading", { name: "Host", level: 1 }).waitFor();
      await panel(page, "Memory in use").getByRole("img").waitFor();
      // On a phone it lies further down, and a panel asks when it comes into sight.
      await panel(page, "Load").scrollIntoViewIfNeeded();
      await panel(page, "Load")
        .getByRole("button", { name: /15 minutes/ })
        .waitFor();
      await expectAccessible(page);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(sideways).toBeLessThanOrEqual(0);
      await page.getByRole("button", { name: "Make a copy" }).click();
      await page.getByText("Version 1, saved").waitFor();
      expect(faults).toEqual([]);
    },
  );
});
