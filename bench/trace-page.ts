/**
 * A trace of 30,000 spans in a browser: until its rows are painted, and how evenly they scroll. The whole of Triops
 * runs as `npm start` runs it, and the spans come in through the gateway.
 * `--spans 30000 --turns 7 --chromium /usr/bin/chromium`
 */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium, type Page } from "playwright-core";
import { p95 } from "./lists/list.ts";
import { report } from "./report.ts";
import { forgetData, type Stack, startStack } from "./stack/stack.ts";

const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== "--"),
  options: {
    spans: { type: "string", default: "30000" },
    turns: { type: "string", default: "7" },
    chromium: { type: "string", default: "/usr/bin/chromium" },
  },
});
const spanCount = Number(values.spans);
const turns = Number(values.turns);
const perRequest = 2_000;
const scrollFrames = 240;
const scrollPx = 600;

/** A tree like that of a busy page: most spans hang under few, some twenty deep, one in a thousand failed. */
async function sendTrace(stack: Stack): Promise<string> {
  const traceId = randomBytes(16).toString("hex");
  const baseNs = BigInt(Date.now() - 600_000) * 1_000_000n;
  const spans: { id: string; startNs: number; endNs: number }[] = [];
  const body = (service: number, some: object[]) => ({
    resourceSpans: [
      {
        resource: { attributes: [{ key: "service.name", value: { stringValue: `service-${service}` } }] },
        scopeSpans: [{ spans: some }],
      },
    ],
  });
  const waiting: object[][] = Array.from({ length: 8 }, () => []);
  const send = async (service: number) => {
    const answer = await fetch(`${stack.gatewayUrl}/v1/traces`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${stack.ingestKey}` },
      body: JSON.stringify(body(service, waiting[service]?.splice(0) ?? [])),
    });
    if (!answer.ok) throw new Error(`The gateway answered ${answer.status}: ${await answer.text()}`);
  };
  for (let at = 0; at < spanCount; at++) {
    const parent = at === 0 ? undefined : spans[Math.floor((((at * 7_919) % 10_007) / 10_007) ** 2 * at)];
    const [from, to] = parent ? [parent.startNs, parent.endNs] : [0, 9e9];
    const startNs = from + ((to - from) * ((at * 31) % 97)) / 120;
    const endNs = startNs + (to - startNs) * (0.2 + ((at * 17) % 71) / 100);
    const span = { id: randomBytes(8).toString("hex"), startNs, endNs };
    spans.push(span);
    const service = at % waiting.length;
    waiting[service]?.push({
      traceId,
      spanId: span.id,
      ...(parent ? { parentSpanId: parent.id } : {}),
      name: at === 0 ? "GET /checkout" : `step ${at % 40}`,
      kind: at % 5 === 0 ? 2 : 1,
      startTimeUnixNano: String(baseNs + BigInt(Math.round(startNs))),
      endTimeUnixNano: String(baseNs + BigInt(Math.round(endNs))),
      attributes: [{ key: "item.id", value: { stringValue: `item-${at}` } }],
      ...(at % 997 === 5 ? { status: { code: 2, message: "no stock left" } } : {}),
    });
    if (waiting[service]?.length === perRequest) await send(service);
  }
  for (let service = 0; service < waiting.length; service++)
    if (waiting[service]?.length) await send(service);
  return traceId;
}

/** Milliseconds from the start of the navigation until the first row was painted. */
async function untilPainted(page: Page, url: string): Promise<number> {
  await page.goto(url, { waitUntil: "commit" });
  await page.waitForFunction(() => "rowsPaintedMs" in window);
  return page.evaluate(() => (window as unknown as { rowsPaintedMs: number }).rowsPaintedMs);
}

/** Runs in the page before anything of it: notes when the first row of the tree has been painted. */
function notePaint(): void {
  const look = () => {
    if (!document.querySelector('[role="treeitem"]')) return requestAnimationFrame(look);
    // The frame after the one that painted it.
    return requestAnimationFrame(() => Object.assign(window, { rowsPaintedMs: performance.now() }));
  };
  requestAnimationFrame(look);
}

/** Lengths of frames while the tree is scrolled by a screenful a frame, milliseconds. */
const scrollFrameMs = (page: Page) =>
  page.evaluate(
    async ({ frames, px }) => {
      const tree = document.querySelector('[role="tree"]');
      const times: number[] = [];
      let before = performance.now();
      for (let frame = 0; frame < frames; frame++) {
        tree?.scrollBy(0, px);
        await new Promise((resolve) => requestAnimationFrame(resolve));
        const now = performance.now();
        times.push(now - before);
        before = now;
      }
      return times;
    },
    { frames: scrollFrames, px: scrollPx },
  );

const median = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[times.length >> 1] ?? 0;

const stack = await startStack();
const browser = await chromium.launch({
  executablePath: values.chromium,
  args: ["--no-sandbox", "--headless", "--disable-gpu", "--no-first-run"],
});
try {
  const traceId = await sendTrace(stack);
  const api: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const startedMs = performance.now();
    const headers = { authorization: `Bearer ${stack.apiKey}` };
    const answer = await fetch(`${stack.webUrl}/api/v1/traces/${traceId}`, { headers });
    const { spans } = (await answer.json()) as { spans: { id: string[] } };
    if (spans.id.length !== spanCount) throw new Error(`${spans.id.length} of ${spanCount} spans came back`);
    api.push(performance.now() - startedMs);
  }
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, baseURL: stack.webUrl });
  const page = await context.newPage();
  const facts = JSON.parse(readFileSync(join(stack.dataDir, "first-run.json"), "utf8"));
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(facts.email);
  await page.getByLabel("Password").fill(facts.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => url.pathname !== "/sign-in");
  await page.addInitScript(notePaint);
  await untilPainted(page, `/traces/${traceId}`);
  const painted: number[] = [];
  for (let turn = 0; turn < turns; turn++) painted.push(await untilPainted(page, `/traces/${traceId}`));
  await page.waitForLoadState("networkidle");
  const frames = await scrollFrameMs(page);
  const long = frames.filter((ms) => ms > 50).length;
  report(
    "trace-page",
    [
      {
        name: `trace of ${spanCount.toLocaleString("en-GB")} spans, rows painted`,
        value: median(painted),
        unit: "ms",
        peer: { name: "bar", value: 1_000 },
      },
      { name: "trace page, frame while scrolling", value: p95(frames), unit: "ms p95" },
      { name: "trace page, frames above 50 ms while scrolling", value: long, unit: `of ${scrollFrames}` },
      { name: "trace, all spans over the API", value: median(api), unit: "ms" },
    ],
    { spans: spanCount, painted, frames },
  );
} finally {
  await browser.close();
  await stack.stop();
  forgetData(stack);
}
