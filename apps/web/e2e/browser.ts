import axe from "axe-core";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { expect, inject } from "vitest";

const flags = [
  "--no-sandbox",
  "--headless",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A stack that compiles while it serves, on a busy machine, needs more than the usual. */
const patienceMs = Number(process.env.TRIOPS_JOURNEYS_PATIENCE_MS ?? 20_000);

let browser: Browser | undefined;

/** One browser for a file, closed by the file's `afterAll(closeBrowser)`. */
async function openBrowser(): Promise<Browser> {
  browser ??= await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
    args: flags,
  });
  return browser;
}

export async function closeBrowser(): Promise<void> {
  await browser?.close();
  browser = undefined;
}

export type Visit = { page: Page; context: BrowserContext; faults: string[] };

type Options = { width?: number; theme?: "light" | "dark" };

/** A fresh profile: nobody is signed in. What the page complains about is collected in `faults`. */
export async function visit({ width = 1440, theme = "light" }: Options = {}): Promise<Visit> {
  const opened = await openBrowser();
  const context = await opened.newContext({
    viewport: { width, height: 900 },
    colorScheme: theme,
    baseURL: inject("stack").webUrl,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(`console: ${message.text()}`);
  });
  return { page, context, faults };
}

/** The owner that the first run made, signed in already; has seen the page of welcome. */
export async function visitAsOwner(options: Options = {}): Promise<Visit> {
  const made = await visit(options);
  const { webUrl } = inject("stack");
  await made.context.addCookies(inject("session").map((cookie) => ({ ...cookie, url: webUrl })));
  return made;
}

/** Waits until nothing is being refreshed and nothing fades; old rows are dimmed while newer ones are on their way. */
export async function waitForRest(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const isRefreshing = document.querySelector("[data-refreshing]") !== null;
    const fading = document.getAnimations().filter((one) => one instanceof CSSTransition);
    return !isRefreshing && fading.every((one) => one.playState === "finished");
  });
}

/**
 * Fails with the rule and the element for everything axe finds (WCAG 2.2 AA and its best practices). Judges the page at
 * rest, and judges again when a refresh began meanwhile: axe takes seconds on a slow machine.
 */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  let found: string[] = [];
  for (let attempt = 0; attempt < 4; attempt++) {
    await waitForRest(page);
    const judged = await page.evaluate(async () => {
      let isDimmed = false;
      const observer = new MutationObserver(() => {
        isDimmed = true;
      });
      observer.observe(document.body, { subtree: true, attributeFilter: ["data-refreshing"] });
      const { axe } = window as unknown as { axe: typeof import("axe-core") };
      const { violations } = await axe.run();
      observer.disconnect();
      const lines = violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(" | ")}`,
      );
      return { lines, isDimmed };
    });
    found = judged.lines;
    if (found.length === 0 || !judged.isDimmed) break;
  }
  expect(found, page.url()).toEqual([]);
}
