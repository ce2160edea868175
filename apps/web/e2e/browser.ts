import axe from "axe-core";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { expect, inject, onTestFailed } from "vitest";

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

/** Costs nothing while things work. A stack that compiles while it serves, on a busy machine, needs more. */
const patienceMs = Number(process.env.TRIOPS_JOURNEYS_PATIENCE_MS ?? 45_000);
/** Of what a page showed when its journey failed. */
const shownCharsMax = 2_000;

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
  const { goto, reload } = page;
  page.goto = async (...asked) => answering(page, await goto.apply(page, asked));
  page.reload = async (...asked) => answering(page, await reload.apply(page, asked));
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(`console: ${message.text()}`);
  });
  onTestFailed(() => tellWhatIsShown(page, faults));
  return { page, context, faults };
}

/**
 * On a busy machine a page can be seen before its scripts have taken it over; what is pressed until then is lost. People
 * press again, journeys do not: they wait until every button is React's.
 */
async function answering<Answer>(page: Page, answer: Answer): Promise<Answer> {
  await page.waitForFunction(() => {
    const buttons = [...document.querySelectorAll("main button, form button")];
    return buttons.every((button) => Object.keys(button).some((key) => key.startsWith("__reactProps$")));
  });
  return answer;
}

/** A failure on another machine is understood by what the reader would have seen. */
async function tellWhatIsShown(page: Page, faults: readonly string[]): Promise<void> {
  if (page.isClosed()) return;
  const shown = await page
    .locator("body")
    // biome-ignore lint/performance/useDomNodeTextContent: as the reader sees it, in lines
    .innerText({ timeout: 2_000 })
    .catch((error: Error) => error.message);
  console.error(`${page.url()} showed:\n${shown.slice(0, shownCharsMax)}\n${faults.join("\n")}`);
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
 * rest: a refresh that begins meanwhile dims nothing, for axe takes seconds on a slow machine and live pages refresh
 * every few.
 */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(() => {
    const undimmed = new CSSStyleSheet();
    undimmed.replaceSync("[data-refreshing] > * { opacity: 1 !important; transition: none !important; }");
    document.adoptedStyleSheets.push(undimmed);
  });
  await page.evaluate(axe.source);
  await waitForRest(page);
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    const { violations } = await axe.run();
    document.adoptedStyleSheets.pop();
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(" | ")}`,
    );
  });
  expect(found, page.url()).toEqual([]);
}
