import { randomUUID } from "node:crypto";
import { manualClock } from "@triops/kernel/clock";
import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { list as listIncidents } from "../incidents/read.ts";
import { create as createSilence } from "../silences/create.ts";
import { expire } from "../silences/expire.ts";
import { update as updateSilence } from "../silences/update.ts";
import { inTransaction } from "../work.ts";
import type { AlertsBody, OutsideClaim } from "./intake-schemas.ts";
import { lapseDue } from "./lapse.ts";
import { groups, history, list, match, summary } from "./read.ts";
import { resolve } from "./resolve.ts";
import { resolveMany } from "./resolve-many.ts";
import { takeAlerts } from "./take-in.ts";
import { makeAlert, makeClaim } from "./testing.ts";

const minuteMs = 60_000;
const clock = manualClock("2026-01-01T00:00:00Z");
let harness: Harness;
let workspace: TestWorkspace;

beforeAll(async () => {
  harness = await createHarness({ clock });
});
beforeEach(async () => {
  workspace = await harness.makeWorkspace();
});
afterAll(() => harness?.close());

const system = () => harness.systemCaller(workspace);

async function say(alerts: OutsideClaim[], part: Partial<AlertsBody> = {}) {
  const body: AlertsBody = { source: "prometheus", group: null, alerts, ...part };
  const outcome = await inTransaction(system(), "alerts.take-in", (work) =>
    takeAlerts(work, [{ id: randomUUID(), source: "key", receivedAt: clock.now(), body }]),
  );
  await harness.settle();
  return outcome;
}
/** Claims as Prometheus sends them: from a start, for four minutes from now. */
const fires = (startsAt: Date, labels: Record<string, string> = {}) =>
  makeClaim(clock.now(), {
    startsAt: startsAt.toISOString(),
    labels: { ...makeClaim(clock.now()).labels, ...labels },
  });
const over = (startsAt: Date, labels: Record<string, string> = {}): OutsideClaim => ({
  ...fires(startsAt, labels),
  endsAt: clock.now().toISOString(),
  resolved: true,
});
const alerts = async (input: Record<string, unknown> = {}) =>
  (await list.call(system(), input as never)).data;
const incidents = async () => (await listIncidents.call(system(), {})).data;
const kinds = async (id: string) => (await history.call(system(), { id })).data.map((change) => change.kind);

describe("a claim from outside", () => {
  it("opens an alert with its labels, name, severity, service and generator, and an incident", async () => {
    await say([fires(clock.now())]);
    expect(await alerts()).toMatchObject([
      {
        source: "prometheus",
        state: "open",
        title: "Load is high on a",
        severity: "sev3",
        service: "node",
        labels: { alertname: "HighLoad" },
        generatorUrl: "http://prometheus.example:9090/graph",
        fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
      },
    ]);
    expect(await incidents()).toMatchObject([{ state: "open", alertCount: 1 }]);
  });

  it("repeated is one alert, however often and from however many senders", async () => {
    const start = clock.now();
    for (let i = 0; i < 3; i++) {
      await say([fires(start), fires(new Date(start.getTime() + 7_000))]);
      clock.advanceMs(minuteMs);
    }
    expect(await alerts()).toMatchObject([{ state: "open", occurrences: 6 }]);
    expect(await incidents()).toMatchObject([{ alertCount: 1 }]);
  });

  it("twice in one request, and the end of it too, is one alert that nobody hears of", async () => {
    const start = clock.now();
    clock.advanceMs(minuteMs);
    await say([fires(start), fires(start), over(start)]);
    expect(await alerts()).toMatchObject([{ state: "resolved", ended: "told" }]);
    expect(await incidents()).toEqual([]);
  });

  it("resolves when told, with its incident, and a later fire is another alert in the same incident", async () => {
    const start = clock.now();
    await say([fires(start)]);
    clock.advanceMs(5 * minuteMs);
    await say([over(start)]);
    expect(await alerts()).toMatchObject([{ state: "resolved", ended: "told" }]);
    expect(await incidents()).toMatchObject([{ state: "resolved" }]);
    clock.advanceMs(5 * minuteMs);
    await say([fires(clock.now())]);
    const both = await alerts({ fingerprint: (await alerts())[0]?.fingerprint });
    expect(both.map((alert) => alert.state)).toEqual(["open", "resolved"]);
    expect(await incidents()).toMatchObject([{ state: "open", number: 1, alertCount: 2 }]);
  });

  it("is not undone by an older one that arrives late", async () => {
    const start = clock.now();
    const old = fires(start);
    await say([old]);
    clock.advanceMs(minuteMs);
    await say([over(start)]);
    await say([old]);
    expect(await alerts()).toMatchObject([{ state: "resolved" }]);
  });

  it("keeps what was over before it was ever heard of, without an incident", async () => {
    const start = clock.now();
    clock.advanceMs(10 * minuteMs);
    await say([over(start)]);
    expect(await alerts()).toMatchObject([{ state: "resolved", ended: "told" }]);
    expect(await incidents()).toEqual([]);
  });

  it("of a workspace is not another's", async () => {
    await say([fires(clock.now())]);
    const first = workspace;
    workspace = await harness.makeWorkspace();
    expect(await alerts()).toEqual([]);
    await say([fires(clock.now())]);
    expect(await alerts()).toHaveLength(1);
    workspace = first;
    expect(await alerts()).toMatchObject([{ occurrences: 1 }]);
  });

  it("by the webhook stays open until told, and says how many alerts were left out", async () => {
    const group = {
      groupKey: "{}:{a}",
      receiver: "triops",
      externalUrl: null,
      truncatedAlerts: 3,
      groupLabels: {},
    };
    await say([{ ...fires(clock.now()), endsAt: null }], { source: "alertmanager", group });
    clock.advanceMs(24 * 60 * minuteMs);
    await lapseDue(harness.runtime, new AbortController().signal);
    expect(await alerts()).toMatchObject([
      { state: "open", source: "alertmanager", evidence: { group: { truncatedAlerts: 3 } } },
    ]);
  });
});

describe("a claim that nobody repeats", () => {
  const lapse = async () => {
    await lapseDue(harness.runtime, new AbortController().signal);
    await harness.settle();
  };

  it("lapses at its end, not before", async () => {
    const start = clock.now();
    await say([fires(start)]);
    clock.advanceMs(minuteMs);
    await say([fires(start)]);
    clock.advanceMs(3.5 * minuteMs);
    await lapse();
    expect(await alerts()).toMatchObject([{ state: "open" }]);
    clock.advanceMs(minuteMs);
    await lapse();
    const [alert] = await alerts();
    expect(alert).toMatchObject({ state: "resolved", ended: "lapsed", resolvedAt: alert?.endsAt });
    expect(await incidents()).toMatchObject([{ state: "resolved", openAlertCount: 0 }]);
  });

  it("opens again as the same alert when it is claimed on, and its incident with it", async () => {
    const start = clock.now();
    await say([fires(start)]);
    clock.advanceMs(6 * minuteMs);
    await lapse();
    await say([fires(start)]);
    const [alert, ...others] = await alerts();
    expect([alert?.state, others]).toEqual(["open", []]);
    expect(await kinds(alert?.id ?? "")).toEqual(["reopened", "resolved", "opened"]);
    expect(await incidents()).toMatchObject([{ state: "open", number: 1, openAlertCount: 1 }]);
  });
});

describe("resolved by hand", () => {
  it("stays so while the same fire is claimed, and opens anew with the next", async () => {
    const start = clock.now();
    await say([fires(start)]);
    const [alert] = await alerts();
    await resolve.call(await harness.callerAs(workspace, "editor"), { id: alert?.id ?? "" });
    await harness.settle();
    clock.advanceMs(minuteMs);
    await say([fires(start)]);
    expect(await alerts()).toMatchObject([{ state: "resolved", ended: "hand" }]);
    clock.advanceMs(minuteMs);
    await say([fires(clock.now())]);
    expect((await alerts()).map((one) => one.state)).toEqual(["open", "resolved"]);
  });

  it("several at once, leaving out what is over", async () => {
    await say([fires(clock.now(), { instance: "a" }), fires(clock.now(), { instance: "b" })]);
    const ids = (await alerts()).map((alert) => alert.id);
    const editor = await harness.callerAs(workspace, "editor");
    expect(await resolveMany.call(editor, { ids })).toEqual({ resolved: 2, skipped: 0 });
    expect(await resolveMany.call(editor, { ids })).toEqual({ resolved: 0, skipped: 2 });
  });
});

describe("a silence", () => {
  const inAnHour = () => new Date(clock.now().getTime() + 60 * minuteMs).toISOString();
  const where = (name: string, value: string, more = {}) => ({
    name,
    value,
    isRegex: false,
    isEqual: true,
    ...more,
  });
  async function silence(matchers: object[], more = {}) {
    const made = await createSilence.call(system(), { matchers, endsAt: inAnHour(), ...more } as never);
    await harness.settle();
    return made;
  }

  it("marks what is open, keeps new ones out of incidents, and lets them through when it ends", async () => {
    await say([fires(clock.now(), { instance: "a" })]);
    const made = await silence([where("job", "node")]);
    expect(await alerts()).toMatchObject([{ silenced: true, silencedBy: [made.id] }]);
    await say([
      fires(clock.now(), { instance: "b", job: "node" }),
      fires(clock.now(), { instance: "c", job: "db" }),
    ]);
    expect(await incidents()).toMatchObject([{ alertCount: 1 }, { alertCount: 1 }]);
    expect((await alerts({ silenced: true })).map((alert) => alert.labels.instance)).toEqual(["b", "a"]);
    await expire.call(system(), { id: made.id });
    await harness.settle();
    expect(await alerts({ silenced: true })).toEqual([]);
    expect((await incidents()).map((incident) => incident.alertCount).sort()).toEqual([1, 2]);
  });

  it("ends by its time, and two silences hold until both have ended", async () => {
    await say([{ ...fires(clock.now()), endsAt: null }]);
    const first = await silence([where("alertname", "High.*", { isRegex: true })]);
    const second = await silence([where("severity", "warning"), where("job", "db", { isEqual: false })]);
    await expire.call(system(), { id: first.id });
    await harness.settle();
    expect(await alerts()).toMatchObject([{ silenced: true, silencedBy: [second.id] }]);
    clock.advanceMs(61 * minuteMs);
    await harness.queue.runNow("silences.turn");
    await harness.settle();
    expect(await alerts()).toMatchObject([{ silenced: false, silencedBy: [] }]);
    const turned = await harness.runtime.database.auditEvent.count({
      where: { workspaceId: workspace.id, verb: "silences.turn" },
    });
    expect(turned).toBe(1);
  });

  it("holds alerts of our own monitors, by name, severity and labels", async () => {
    const made = await silence([
      where("alertname", "CPU is .*", { isRegex: true }),
      where("severity", "sev3"),
    ]);
    const { id } = await makeAlert(system());
    await harness.settle();
    expect(await alerts()).toMatchObject([{ id, silenced: true, silencedBy: [made.id] }]);
    expect(await incidents()).toEqual([]);
  });

  it("begins later by its time", async () => {
    await say([{ ...fires(clock.now()), endsAt: null }]);
    const startsAt = new Date(clock.now().getTime() + minuteMs).toISOString();
    expect(await silence([where("job", "node")], { startsAt })).toMatchObject({ state: "pending" });
    expect(await alerts()).toMatchObject([{ silenced: false }]);
    clock.advanceMs(2 * minuteMs);
    await harness.queue.runNow("silences.turn");
    await harness.settle();
    expect(await alerts()).toMatchObject([{ silenced: true }]);
  });

  it("edited holds what it matches now", async () => {
    await say([fires(clock.now(), { instance: "a" }), fires(clock.now(), { instance: "b" })]);
    const made = await silence([where("instance", "a")]);
    await updateSilence.call(system(), { id: made.id, matchers: [where("instance", "b")] });
    await harness.settle();
    expect((await alerts({ silenced: true })).map((alert) => alert.labels.instance)).toEqual(["b"]);
  });

  it.each([
    ["no condition", { matchers: [] }],
    ["conditions that hold for a missing label", { matchers: [where("a", ".*", { isRegex: true })] }],
    ["a pattern that is not RE2", { matchers: [where("a", "(?=x)", { isRegex: true })] }],
    ["an end in the past", { matchers: [where("a", "b")], endsAt: "2020-01-01T00:00:00Z" }],
  ])("is refused with %s", async (_what, part) => {
    const input = { endsAt: inAnHour(), ...part } as never;
    await expect(createSilence.call(system(), input)).rejects.toMatchObject({ code: "invalid" });
  });

  it("is previewed exactly, whatever its conditions", async () => {
    await say([
      fires(clock.now(), { instance: "a" }),
      fires(clock.now(), { instance: "b", job: "db" }),
      fires(clock.now(), { instance: "c", severity: "critical" }),
    ]);
    const countOf = async (...matchers: object[]) =>
      (await match.call(system(), { matchers } as never)).count;
    expect(await countOf(where("job", "node"))).toBe(2);
    expect(await countOf(where("job", "node", { isEqual: false }))).toBe(1);
    expect(await countOf(where("instance", "a|b", { isRegex: true }))).toBe(2);
    expect(await countOf(where("instance", "a", { isRegex: true, isEqual: false }))).toBe(2);
    expect(await countOf(where("severity", "critical"))).toBe(1);
    expect(await countOf(where("nothing", ""), where("job", "node"))).toBe(2);
  });
});

describe("the list", () => {
  it("filters by labels, with pages that meet without gap or overlap", async () => {
    await say(
      Array.from({ length: 25 }, (_, i) =>
        fires(clock.now(), { instance: `i${i}`, part: i % 2 ? "odd" : "even" }),
      ),
    );
    for (const condition of [
      { name: "part", value: "odd", isRegex: false, isEqual: true },
      { name: "part", value: "o.*", isRegex: true, isEqual: true },
    ]) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await list.call(system(), { matchers: [condition], limit: 5, cursor } as never);
        seen.push(...page.data.map((alert) => alert.labels.instance ?? ""));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect(seen.sort()).toEqual(Array.from({ length: 12 }, (_, i) => `i${i * 2 + 1}`).sort());
    }
  });

  it("is counted and grouped by a label, a severity, a service", async () => {
    await say([
      fires(clock.now(), { instance: "a" }),
      fires(clock.now(), { instance: "b", severity: "critical" }),
      fires(clock.now(), { instance: "c", job: "db" }),
    ]);
    expect(await summary.call(system(), {})).toMatchObject({
      open: 3,
      silenced: 0,
      bySeverity: { sev1: 1, sev3: 2 },
      sources: ["prometheus"],
      atLeast: false,
    });
    const by = async (name: string) =>
      (await groups.call(system(), { by: name })).data.map(({ value, count, severity }) => [
        value,
        count,
        severity,
      ]);
    expect(await by("job")).toEqual([
      ["node", 2, "sev1"],
      ["db", 1, "sev3"],
    ]);
    expect(await by("severity")).toEqual([
      ["sev3", 2, "sev3"],
      ["sev1", 1, "sev1"],
    ]);
    expect(await by("absent")).toEqual([["", 3, "sev1"]]);
  });
});
