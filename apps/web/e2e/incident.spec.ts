import { afterAll, describe, expect, it } from "vitest";
import { closeBrowser, expectAccessible, visitAsOwner } from "./browser.ts";
import { keepSending } from "./otlp.ts";

afterAll(closeBrowser);

describe("an incident from the first sign to the last", () => {
  it("monitor, breach, alert, incident without reload, acknowledge, comment, resolve, audit", async () => {
    let level = 5;
    const stop = keepSending("journey.queue.depth", () => level, {
      "service.name": "journey-shop",
      queue: "orders",
    });
    try {
      const { page, faults } = await visitAsOwner();

      await page.goto("/monitors/new?metric=journey_queue_depth");
      await page.getByRole("radio", { name: "Beyond a limit" }).click();
      await page.getByLabel("Limit").fill("50");
      await page.getByLabel(/^Name/).fill("Orders pile up");
      await page.getByLabel("Severity of its alerts").selectOption("sev2");
      await page.getByRole("button", { name: "Create monitor" }).click();
      await page.getByRole("heading", { name: "Orders pile up", level: 1 }).waitFor();

      await page.goto("/incidents");
      await page.getByRole("heading", { name: "Incidents", level: 1 }).waitFor();
      const link = page.getByRole("link", { name: /Orders pile up/ });
      expect(await link.count()).toBe(0);
      level = 500;
      // The page is left alone: the incident comes to it.
      await link.waitFor({ timeout: 90_000 });

      await link.click();
      await page.getByRole("heading", { name: /Orders pile up/, level: 1 }).waitFor();
      await page.getByRole("button", { name: "Acknowledge" }).click();
      await page.getByRole("listitem").filter({ hasText: "acknowledged" }).waitFor();
      await page.getByLabel("Add to the timeline").fill("Restarted the consumer.");
      await page.getByRole("button", { name: "Comment" }).click();
      await page.getByRole("listitem").filter({ hasText: "Restarted the consumer." }).waitFor();

      await page
        .getByRole("link", { name: /Orders pile up/ })
        .first()
        .click();
      await page.getByRole("heading", { name: "Why" }).waitFor();
      await page.getByText(/500.* is above 50/).waitFor();
      await expectAccessible(page);
      await page.goBack();

      await page.getByRole("button", { name: "Resolve" }).click();
      await page.getByRole("listitem").filter({ hasText: "resolved the incident" }).waitFor();

      await page.goto("/settings/audit");
      for (const verb of [
        "incidents.resolve",
        "incidents.comment",
        "incidents.acknowledge",
        "monitors.create",
      ]) {
        await page.getByRole("cell", { name: verb, exact: true }).first().waitFor();
      }
      await page.getByRole("button", { name: "Check the seals" }).click();
      await page.getByText(/^All \d+ rows are as they were written\.$/).waitFor();
      expect(faults).toEqual([]);
    } finally {
      stop();
    }
  });
});
