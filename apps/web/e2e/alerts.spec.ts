import { afterAll, describe, expect, inject, it } from "vitest";
import { closeBrowser, expectAccessible, visitAsOwner } from "./browser.ts";

afterAll(closeBrowser);

/** As a Prometheus sends it, recorded from Debian's 2.42: the same each time but for the times. */
async function claim(instance: string, startsAt: Date, over = false): Promise<number> {
  const endsAt = new Date(Date.now() + (over ? 0 : 240_000)).toISOString();
  const labels = { alertname: "JourneyTargetDown", instance, job: "journey", severity: "critical" };
  const body = [
    {
      annotations: { summary: `${instance} does not answer`, description: "For more than a minute." },
      endsAt,
      startsAt: startsAt.toISOString(),
      generatorURL: "http://prometheus.example:9090/graph?g0.expr=up+%3D%3D+0&g0.tab=1",
      labels,
    },
  ];
  return post("/api/v2/alerts", body);
}

async function post(path: string, body: unknown): Promise<number> {
  const { gatewayUrl, keys } = inject("stack");
  const answer = await fetch(`${gatewayUrl}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${keys.ingest}` },
    body: JSON.stringify(body),
  });
  await answer.text();
  return answer.status;
}

describe("an alert of a Prometheus", () => {
  it("opens by itself, is silenced with a preview, and resolves when the rule clears", async () => {
    const instance = `host-${Date.now()}:9100`;
    const startsAt = new Date();
    const { page, faults } = await visitAsOwner();
    await page.goto(`/alerts?where=${encodeURIComponent(`instance="${instance}"`)}`);
    await page.getByText("No alerts match").waitFor();

    expect(await claim(instance, startsAt)).toBe(200);
    // The page is left alone: the alert comes to it.
    const link = page.getByRole("link", { name: `${instance} does not answer` });
    await link.waitFor({ timeout: 60_000 });
    await expectAccessible(page);
    await link.click();
    await page.getByRole("heading", { name: `${instance} does not answer`, level: 1 }).waitFor();
    await page.getByText("For more than a minute.").waitFor();
    await page.getByRole("link", { name: /prometheus\.example/ }).waitFor();
    await expectAccessible(page);

    await page.getByRole("link", { name: "Silence", exact: true }).click();
    await page.getByRole("heading", { name: "New silence", level: 1 }).waitFor();
    await page.getByText("1 open alert matches.").waitFor();
    await expectAccessible(page);
    await page.getByLabel(/^Why/).fill("The host is being replaced");
    await page.getByRole("button", { name: "Silence", exact: true }).click();
    await page.getByRole("heading", { name: "The host is being replaced", level: 1 }).waitFor();
    await page.getByText("1 open alert matches, 1 of them silenced already.").waitFor({ timeout: 30_000 });
    await expectAccessible(page);

    await page.goto(`/alerts?state=silenced&where=${encodeURIComponent(`instance="${instance}"`)}`);
    await link.waitFor();
    await page.getByRole("checkbox", { name: `${instance} does not answer` }).check();
    await page.getByText("1 selected").waitFor();
    await expectAccessible(page);

    expect(await claim(instance, startsAt, true)).toBe(200);
    await page.getByText("No alerts match").waitFor({ timeout: 60_000 });
    await page.goto(`/alerts?state=resolved&where=${encodeURIComponent(`instance="${instance}"`)}`);
    await link.click();
    await page.getByText("Resolved", { exact: true }).first().waitFor();

    // A second fire is another alert, and this one is among its earlier times.
    expect(await claim(instance, new Date())).toBe(200);
    await page.goto(`/alerts?where=${encodeURIComponent(`instance="${instance}"`)}`);
    await link.waitFor({ timeout: 60_000 });
    await link.click();
    await page.getByRole("heading", { name: "Other times it was open" }).waitFor();
    await page.getByText("over, as was told").waitFor();
    await page.getByText("Silenced: it calls nobody.").waitFor();

    await page.goto("/alerts/silences");
    await page.getByRole("link", { name: "The host is being replaced" }).first().click();
    await page.getByRole("button", { name: "End now" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "End now" }).click();
    await page.getByText("It has ended: nothing is held by it any more.").waitFor();
    expect(await claim(instance, startsAt, true)).toBe(200);
    expect(faults).toEqual([]);
  });

  it("is found by the group it belongs to, and is ended with others by hand", async () => {
    const job = `journey-${Date.now()}`;
    const startsAt = new Date().toISOString();
    const alerts = ["a", "b"].map((instance) => ({
      status: "firing",
      labels: { alertname: job, instance, severity: "warning" },
      annotations: { summary: `${job} on ${instance}` },
      startsAt,
      endsAt: "0001-01-01T00:00:00Z",
    }));
    const notification = {
      version: "4",
      groupKey: `{}:{${job}}`,
      status: "firing",
      receiver: "triops",
      truncatedAlerts: 1,
      alerts,
    };
    expect(await post("/webhooks/alertmanager", notification)).toBe(200);
    const { page, faults } = await visitAsOwner();
    await page.goto("/alerts?by=alertname");
    await page.getByRole("cell", { name: job }).click({ timeout: 60_000 });
    await page.getByRole("button", { name: `Remove filter alertname = ${job}` }).waitFor();
    await page.getByRole("link", { name: `${job} on a` }).click();
    await page.getByText(/left 1 alerts of this group out/).waitFor();
    await page.goBack();
    for (const instance of ["a", "b"])
      await page.getByRole("checkbox", { name: `${job} on ${instance}` }).check();
    await page.getByRole("button", { name: "Resolve", exact: true }).click();
    await page.getByText("2 alerts resolved").waitFor();
    await page.getByText("No alerts match").waitFor();
    expect(faults).toEqual([]);
  });
});
