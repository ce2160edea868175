import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { manualClock } from "@triops/kernel/clock";
import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Caller } from "../runtime.ts";
import { create } from "./create.ts";
import { preview } from "./preview.ts";
import { getJob, listTargets } from "./read.ts";
import { createScraper, type Scraper } from "./scraper.ts";
import { remove, update } from "./update.ts";

const clock = manualClock(new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString());
let harness: Harness;
let workspace: TestWorkspace;
let editor: Caller;
let exporter: Server;
let folder: string;
let scrapers: Scraper[] = [];
let page = "";
let asked: { path: string; authorization: string | undefined }[] = [];

beforeAll(async () => {
  harness = await createHarness({ clock, clickhouse: true });
  exporter = createServer((request, response) => {
    asked.push({ path: request.url ?? "", authorization: request.headers.authorization });
    if (page === "") response.writeHead(500).end();
    else response.setHeader("content-type", "text/plain; version=0.0.4").end(page);
  });
  await new Promise<void>((resolve) => exporter.listen(0, "127.0.0.1", resolve));
  folder = await mkdtemp(join(tmpdir(), "triops-sd-"));
  harness.runtime.scraping = { allowedCidrs: ["127.0.0.0/8"], discoveryDir: folder };
});
beforeEach(async () => {
  workspace = await harness.makeWorkspace();
  editor = await harness.callerAs(workspace, "editor");
  page = "# TYPE requests_total counter\nrequests_total 1\ntemperature 20\n";
  asked = [];
});
afterEach(async () => {
  for (const scraper of scrapers) await scraper.stop();
  scrapers = [];
  await harness.runtime.database.scrapeJob.deleteMany();
});
afterAll(async () => {
  exporter.close();
  await rm(folder, { recursive: true });
  await harness.close();
});

const address = () => `127.0.0.1:${(exporter.address() as AddressInfo).port}`;

function newScraper(): Scraper {
  const scraper = createScraper(harness.runtime);
  scrapers.push(scraper);
  return scraper;
}

const make = (more: Record<string, unknown> = {}, secret: string | null = null) =>
  create.call(editor, {
    name: "node",
    config: { intervalSeconds: 5, timeoutSeconds: 5, staticConfigs: [{ targets: [address()] }], ...more },
    secret,
  });

/** Until everything that is due once in an interval has been asked. */
async function round(...who: Scraper[]): Promise<void> {
  for (let step = 0; step < 11; step++) {
    for (const scraper of who) await scraper.turn();
    for (const scraper of who) await scraper.idle();
    clock.advanceMs(500);
  }
  // What was found out last is published with the turn after it.
  clock.advanceMs(2_000);
  for (const scraper of who) await scraper.turn();
}

async function points(metric: string): Promise<(number | "stale")[]> {
  const rows = await harness.runtime.telemetry.administer({
    name: "test",
    sql: `SELECT value, toString(reinterpretAsUInt64(value)) AS bits FROM metric_samples
          WHERE workspace_id = {ws:UUID} AND metric = {metric:String} ORDER BY time`,
    params: { ws: workspace.id, metric },
    row: z.object({ value: z.unknown(), bits: z.string() }),
  });
  return rows.map(({ value, bits }) => (bits === "9218868437227405314" ? "stale" : Number(value)));
}

describe("scraping", () => {
  it("stores what a target gives, how it went, and where it stands", async () => {
    await make({ staticConfigs: [{ targets: [address()], labels: { zone: "eu" } }] });
    await round(newScraper());
    expect((await points("requests_total"))[0]).toBe(1);
    expect((await points("up"))[0]).toBe(1);
    expect((await points("scrape_samples_scraped"))[0]).toBe(2);
    const { data, counts } = await listTargets.call(editor, {});
    expect(counts).toEqual({ up: 1, down: 0, unknown: 0, dropped: 0 });
    expect(data[0]).toMatchObject({
      job: "node",
      state: "up",
      samples: 2,
      error: null,
      labels: { instance: address(), job: "node", zone: "eu" },
    });
    const [series] = await harness.runtime.telemetry.administer({
      name: "test",
      sql: "SELECT kind, labels['zone'] AS zone FROM metric_series WHERE workspace_id = {ws:UUID} AND metric = 'requests_total'",
      params: { ws: workspace.id },
      row: z.object({ kind: z.string(), zone: z.string() }),
    });
    expect(series).toEqual({ kind: "counter", zone: "eu" });
  });

  it("ends a series that vanishes and all of them when the target fails, and says why", async () => {
    await make();
    const scraper = newScraper();
    await round(scraper);
    page = "temperature 21\n";
    await round(scraper);
    expect(await points("requests_total")).toEqual(expect.arrayContaining([1, "stale"]));
    page = "";
    await round(scraper);
    expect((await points("temperature")).at(-1)).toBe("stale");
    expect((await points("up")).at(-1)).toBe(0);
    const { data } = await listTargets.call(editor, { state: "down" });
    expect(data[0]?.error).toBe("The target answered 500");
  });

  it("ends everything when the job is paused, and forgets the target", async () => {
    const { id } = await make();
    const scraper = newScraper();
    await round(scraper);
    await update.call(editor, { id, enabled: false });
    await round(scraper);
    expect((await points("temperature")).at(-1)).toBe("stale");
    expect((await points("up")).at(-1)).toBe("stale");
    const before = asked.length;
    await round(scraper);
    expect(asked.length).toBe(before);
    expect((await listTargets.call(editor, {})).data).toEqual([]);
    await remove.call(editor, { id });
  });

  it("is done by one of two workers, and goes on when that one stops", async () => {
    await make();
    const [one, two] = [newScraper(), newScraper()];
    await round(one, two);
    expect(asked.length).toBeLessThanOrEqual(2);
    const before = asked.length;
    await one.stop();
    await round(two);
    await round(two);
    expect(asked.length).toBeGreaterThan(before);
  });

  it("sends the secret, and never shows it", async () => {
    const made = await make({ auth: { kind: "bearer" } }, "s3cret-token");
    await round(newScraper());
    expect(asked[0]?.authorization).toBe("Bearer s3cret-token");
    expect(JSON.stringify(made)).not.toContain("s3cret");
    const row = await harness.runtime.database.scrapeJob.findFirstOrThrow({ where: { id: made.id } });
    expect(JSON.stringify(row)).not.toContain("s3cret");
    // Its own text, unchanged, keeps the secret.
    await update.call(editor, { id: made.id, yaml: made.yaml.replace("5s", "10s") });
    expect((await getJob.call(editor, { id: made.id })).hasSecret).toBe(true);
    const audit = await harness.runtime.database.auditEvent.findMany({
      where: { workspaceId: workspace.id },
    });
    expect(JSON.stringify(audit)).not.toContain("s3cret");
  });

  it("refuses a private address that the operator has not allowed", async () => {
    harness.runtime.scraping = { allowedCidrs: [], discoveryDir: null };
    await make();
    await round(newScraper());
    harness.runtime.scraping = { allowedCidrs: ["127.0.0.0/8"], discoveryDir: folder };
    expect(asked).toEqual([]);
    expect((await listTargets.call(editor, {})).data[0]?.error).toMatch(/not allowed.*TRIOPS_SCRAPE_CIDRS/);
  });
});

describe("file service discovery", () => {
  it("reads the workspace's own folder, again and again, and never outside of it", async () => {
    const home = join(folder, workspace.slug);
    await mkdir(join(home, "web"), { recursive: true });
    await writeFile(
      join(home, "web", "a.json"),
      JSON.stringify([{ targets: [address()], labels: { zone: "a" } }]),
    );
    await writeFile(join(home, "web", "b.yml"), "- targets: ['127.0.0.1:1']\n");
    await writeFile(join(folder, "outside.json"), JSON.stringify([{ targets: [address()] }]));
    await symlink(join(folder, "outside.json"), join(home, "web", "c.json"));
    const config = { staticConfigs: [], fileSd: ["web/*.json", "web/b.yml"] };
    await make(config);
    const scraper = newScraper();
    await round(scraper);
    const first = await listTargets.call(editor, {});
    expect(first.data.map(({ url, state }) => [url.includes(":1/"), state]).sort()).toEqual([
      [false, "up"],
      [true, "down"],
    ]);
    expect(Object.values(first.jobFaults)[0]).toMatch(/c\.json: leads out/);
    await rm(join(home, "web", "c.json"));
    await writeFile(join(home, "web", "b.yml"), "[]\n");
    clock.advanceMs(31_000);
    await round(scraper);
    expect((await listTargets.call(editor, {})).data).toHaveLength(1);
  });
});

describe("preview", () => {
  it("shows what a job would give without storing anything", async () => {
    const config = JSON.stringify({
      staticConfigs: [{ targets: [address()] }],
      metricRelabelConfigs: [{ action: "drop", sourceLabels: ["__name__"], regex: "temp.*" }],
    });
    const shown = await preview.call(editor, { name: "try", config: config as never });
    expect(shown).toMatchObject({ error: null, samples: 2, kept: 1, targetsTotal: 1 });
    expect(shown.series[0]).toEqual({
      series: `requests_total{instance="${address()}", job="try"}`,
      value: "1",
    });
    expect(await points("requests_total")).toEqual([]);
  });

  it("403 for a viewer: it makes Triops send a request", async () => {
    const viewer = await harness.callerAs(workspace, "viewer");
    await expect(preview.call(viewer, {})).rejects.toMatchObject({ code: "forbidden" });
  });
});
