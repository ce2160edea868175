import { afterAll, describe, expect, inject, it } from "vitest";
import { closeBrowser, visitAsOwner } from "./browser.ts";
import { keepSending, sendGauge } from "./otlp.ts";

afterAll(closeBrowser);

const minuteMs = 60_000;
const name = "journey.checkout.rate";
const attributes = { "service.name": "journey-checkout" };

/** A calm daily wave with a little noise that is the same in every run. */
function usual(atMs: number): number {
  const minute = Math.floor(atMs / minuteMs);
  const noise = Math.sin(minute * 12.9898) * 3;
  return 100 + 30 * Math.sin((2 * Math.PI * atMs) / 86_400_000) + noise;
}

/** Whether a rule would find the last hour's baseline learned: what the preview says. */
async function judgedWithoutLearning(): Promise<boolean> {
  const { webUrl, apiKey } = inject("stack");
  const query = new URLSearchParams({
    signal: JSON.stringify({ metric: "journey_checkout_rate" }),
    condition: JSON.stringify({ kind: "anomaly" }),
    days: "0.25",
  });
  const answer = await fetch(`${webUrl}/api/v1/monitors/preview?${query}`, {
    headers: { authorization: `Bearer ${apiKey}` },
  });
  const { series } = (await answer.json()) as { series: { learningUntil: string | null }[] };
  const until = series[0]?.learningUntil;
  return series.length > 0 && (!until || Date.parse(until) < Date.now() - 60 * minuteMs);
}

describe("an anomaly", () => {
  it("is noticed on a series learned from its history, explained, and part of an incident", async () => {
    const now = Date.now();
    const history = Array.from({ length: 8 * 60 }, (_, i) => now - (i + 1) * minuteMs).reverse();
    for (let i = 0; i < history.length; i += 1_000) {
      const points = history.slice(i, i + 1_000).map((atMs) => ({ atMs, value: usual(atMs) }));
      expect(await sendGauge(name, points, attributes)).toBe(200);
    }
    // What comes in late is summed up within the next minute; a baseline is learned from those sums.
    await expect.poll(() => judgedWithoutLearning(), { timeout: 240_000, interval: 5_000 }).toBe(true);
    let factor = 1;
    const stop = keepSending(name, () => usual(Date.now()) * factor, attributes);
    try {
      const { page, faults } = await visitAsOwner();
      await page.goto("/monitors/new?metric=journey_checkout_rate");
      await page.getByText(/it would not have fired|it would have fired/).waitFor({ timeout: 60_000 });
      await page.getByLabel(/^Name/).fill("Checkout rate is odd");
      await page.getByLabel("Sensitivity").selectOption("high");
      await page.getByRole("button", { name: "Create monitor" }).click();
      await page.getByRole("cell", { name: "OK" }).first().waitFor({ timeout: 90_000 });

      await page.goto("/alerts");
      factor = 12;
      const alert = page.getByRole("link", { name: /Checkout rate is odd/ });
      await alert.waitFor({ timeout: 150_000 });
      await alert.click();
      await page.getByRole("heading", { name: "Why" }).waitFor();
      await page.getByText(/where between .* and .* was expected\.$/).waitFor();
      await page.getByRole("heading", { name: "How it was judged" }).waitFor();

      await page.getByRole("link", { name: "Its incident" }).click();
      await page.getByRole("heading", { name: /Checkout rate is odd/, level: 1 }).waitFor();
      expect(faults).toEqual([]);
    } finally {
      stop();
    }
  }, 600_000);
});
