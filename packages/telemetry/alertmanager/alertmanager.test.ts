import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BadAlerts } from "./outside-alert.ts";
import { readPostedAlerts } from "./posted-alerts.ts";
import { readWebhook } from "./webhook.ts";

const nowMs = Date.parse("2026-03-01T12:00:00Z");
const now = "2026-03-01T12:00:00.000Z";
const labels = { alertname: "A" };
const one = (alert: object) => readPostedAlerts([alert], nowMs);

describe("posted alerts", () => {
  it("without times start now and hold for five minutes", () => {
    expect(one({ labels }).alerts).toEqual([
      {
        labels,
        annotations: {},
        startsAt: now,
        endsAt: "2026-03-01T12:05:00.000Z",
        generatorUrl: null,
        resolved: false,
      },
    ]);
  });
  it("with an end that has passed are over, and started no later", () => {
    const endsAt = "2026-03-01T11:00:00Z";
    expect(one({ labels, endsAt }).alerts).toMatchObject([
      { startsAt: "2026-03-01T11:00:00.000Z", endsAt: "2026-03-01T11:00:00.000Z", resolved: true },
    ]);
  });
  it("take Go's zero time for no time, and any offset", () => {
    const startsAt = "2026-03-01T13:30:00.123456789+02:00";
    expect(one({ labels, startsAt, endsAt: "0001-01-01T00:00:00Z" }).alerts).toMatchObject([
      { startsAt: "2026-03-01T11:30:00.123Z", resolved: false },
    ]);
  });
  it("lose empty labels, and need one that is not", () => {
    expect(one({ labels: { ...labels, empty: "" } }).alerts[0]?.labels).toEqual(labels);
    expect(one({ labels: { empty: "" } }).faults).toEqual(["at least one label pair required"]);
  });
  it.each([
    ["an end before the start", { labels, startsAt: now, endsAt: "2026-03-01T11:00:00Z" }],
    ["labels that are no texts", { labels: { a: 1 } }],
    ["no labels", {}],
    ["a time that is none", { labels, startsAt: "yesterday" }],
    ["a number for a time", { labels, endsAt: 5 }],
    ["a label of huge length", { labels: { a: "x".repeat(5_000) } }],
    ["too many labels", { labels: Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`l${i}`, "x"])) }],
    ["annotations that are a list", { labels, annotations: [] }],
    ["a generator that is no text", { labels, generatorURL: {} }],
    ["a text", "alert"],
  ])("are refused one by one with %s, the others stand", (_what, bad) => {
    const read = readPostedAlerts([bad, { labels }], nowMs);
    expect([read.alerts.length, read.faults.length]).toEqual([1, 1]);
  });
  it("that are no list are refused as a whole", () => {
    for (const body of [{}, null, "x", 1]) expect(() => readPostedAlerts(body, nowMs)).toThrow(BadAlerts);
  });
});

const notification = {
  version: "4",
  groupKey: '{}:{alertname="A"}',
  truncatedAlerts: 2,
  status: "firing",
  receiver: "triops",
  groupLabels: labels,
  commonLabels: labels,
  commonAnnotations: {},
  externalURL: "http://am:9093",
  alerts: [
    {
      status: "firing",
      labels,
      annotations: {},
      startsAt: now,
      endsAt: "0001-01-01T00:00:00Z",
      fingerprint: "1",
    },
  ],
};

describe("the webhook", () => {
  it("holds until told otherwise, and tells about its group", () => {
    expect(readWebhook(notification, nowMs)).toMatchObject({
      alerts: [{ endsAt: null, resolved: false }],
      faults: [],
      group: { groupKey: '{}:{alertname="A"}', receiver: "triops", truncatedAlerts: 2, groupLabels: labels },
    });
  });
  it("resolves what it says is resolved", () => {
    const alerts = [{ ...notification.alerts[0], status: "resolved", endsAt: "2026-03-01T12:00:00Z" }];
    expect(readWebhook({ ...notification, alerts }, nowMs).alerts).toMatchObject([
      { endsAt: now, resolved: true },
    ]);
  });
  it("may be templated down to its alerts", () => {
    expect(readWebhook({ alerts: [{ status: "firing", labels }] }, nowMs).alerts).toHaveLength(1);
  });
  it("of another version, or without alerts, is refused", () => {
    for (const body of [{ ...notification, version: "3" }, { version: "4" }, { alerts: {} }, []]) {
      expect(() => readWebhook(body, nowMs)).toThrow(BadAlerts);
    }
  });
  it("names an alert whose status is neither", () => {
    const alerts = [{ ...notification.alerts[0], status: "pending" }];
    expect(readWebhook({ ...notification, alerts }, nowMs).faults).toHaveLength(1);
  });
});

describe("anything at all", () => {
  const anything = fc.jsonValue({ maxDepth: 4 });
  const nearly = fc.record(
    {
      labels: fc.oneof(fc.dictionary(fc.string({ unit: "binary" }), fc.string({ unit: "binary" })), anything),
      annotations: fc.oneof(fc.dictionary(fc.string(), fc.string({ unit: "binary" })), anything),
      startsAt: fc.oneof(
        fc.date({ noInvalidDate: true }).map((at) => at.toJSON()),
        anything,
      ),
      endsAt: fc.oneof(
        fc.date({ noInvalidDate: true }).map((at) => at.toJSON()),
        anything,
      ),
      generatorURL: fc.oneof(fc.webUrl(), anything),
      status: fc.oneof(fc.constantFrom("firing", "resolved"), anything),
    },
    { requiredKeys: [] },
  );

  it("is read or refused, never a fault of ours, and what is read can be stored", () => {
    fc.assert(
      fc.property(fc.oneof(anything, fc.array(nearly), nearly), (body) => {
        for (const read of [
          () => readPostedAlerts(body, nowMs),
          () => readWebhook({ alerts: body }, nowMs),
        ]) {
          try {
            for (const alert of read().alerts) {
              expect(Date.parse(alert.startsAt)).not.toBeNaN();
              if (alert.endsAt) expect(alert.endsAt >= alert.startsAt).toBe(true);
              for (const text of Object.entries({ ...alert.labels, ...alert.annotations }).flat()) {
                expect(text.isWellFormed() && !text.includes("\0")).toBe(true);
              }
            }
          } catch (error) {
            if (!(error instanceof BadAlerts)) throw error;
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
