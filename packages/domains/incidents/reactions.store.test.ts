import { manualClock } from "@triops/kernel/clock";
import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { raise } from "../alerts/raise.ts";
import { endOpenAlert } from "../alerts/resolve.ts";
import type { Severity } from "../severity.ts";
import { inTransaction } from "../work.ts";
import { acknowledge } from "./acknowledge.ts";
import { list, timeline } from "./read.ts";
import { flapWindowMs } from "./rules.ts";

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

async function claim(fingerprint: string, labels: Record<string, string>, severity: Severity = "sev3") {
  await inTransaction(system(), "alerts.raise", (work) =>
    raise(work, {
      fingerprint,
      source: "monitor",
      monitorId: null,
      title: `Alert ${fingerprint}`,
      severity,
      labels,
      value: 1,
      evidence: {},
      at: clock.now(),
    }),
  );
  await harness.settle();
}

async function end(openFingerprint: string) {
  await inTransaction(system(), "alerts.recover", (work) =>
    endOpenAlert(work, { openFingerprint }, clock.now(), "recovered", {}),
  );
  await harness.settle();
}

const incidents = async () => (await list.call(system(), {})).data;
const kinds = async (id: string) => (await timeline.call(system(), { id })).data.map((entry) => entry.kind);

describe("alerts gather", () => {
  it("into one incident when they are about the same service, which takes the worst severity", async () => {
    await claim("a", { service_name: "checkout" });
    await claim("b", { service_name: "checkout" }, "sev1");
    expect(await incidents()).toMatchObject([{ severity: "sev1", alertCount: 2, openAlertCount: 2 }]);
  });
  it("into two incidents when they are about two services", async () => {
    await claim("a", { service_name: "checkout" });
    await claim("b", { service_name: "search" });
    expect(await incidents()).toHaveLength(2);
  });
  it("once, though the event is delivered again", async () => {
    await claim("a", { service_name: "checkout" });
    await harness.runtime.database.outboxEvent.updateMany({
      where: { workspaceId: workspace.id },
      data: { deliveredAt: null },
    });
    await harness.settle();
    const [incident] = await incidents();
    expect(incident?.alertCount).toBe(1);
    expect((await kinds(incident?.id ?? "")).filter((kind) => kind === "alert_opened")).toHaveLength(1);
  });
  it("not at all when the alert was over before anybody looked", async () => {
    await inTransaction(system(), "alerts.raise", (work) =>
      raise(work, {
        fingerprint: "short",
        source: "monitor",
        monitorId: null,
        title: "Short",
        severity: "sev3",
        labels: {},
        value: 1,
        evidence: {},
        at: clock.now(),
      }),
    );
    await end("short");
    expect(await incidents()).toEqual([]);
  });
  it("an alert that gets worse takes its incident with it", async () => {
    await claim("a", { service_name: "checkout" }, "sev4");
    await claim("a", { service_name: "checkout" }, "sev2");
    expect(await incidents()).toMatchObject([{ severity: "sev2", alertCount: 1 }]);
  });
});

describe("when the last alert resolves", () => {
  it("an incident that nobody took resolves itself", async () => {
    await claim("a", { service_name: "checkout" });
    await claim("b", { service_name: "checkout" });
    await end("a");
    expect(await incidents()).toMatchObject([{ state: "open", openAlertCount: 1 }]);
    await end("b");
    expect(await incidents()).toMatchObject([{ state: "resolved", openAlertCount: 0 }]);
  });
  it("an acknowledged one waits for its people and says that all has recovered", async () => {
    await claim("a", { service_name: "checkout" });
    const [incident] = await incidents();
    const id = incident?.id ?? "";
    await acknowledge.call(await harness.callerAs(workspace, "editor"), { id });
    await end("a");
    expect(await incidents()).toMatchObject([{ state: "acknowledged" }]);
    expect((await kinds(id))[0]).toBe("alerts_recovered");
  });
});

describe("flapping", () => {
  it("reopens the same incident within the flap window", async () => {
    await claim("a", { service_name: "checkout" });
    await end("a");
    clock.advanceMs(flapWindowMs - 1_000);
    await claim("a", { service_name: "checkout" });
    expect(await incidents()).toMatchObject([{ state: "open", number: 1, openAlertCount: 1, alertCount: 2 }]);
  });
  it("opens a new one afterwards", async () => {
    await claim("a", { service_name: "checkout" });
    await end("a");
    clock.advanceMs(flapWindowMs + 1_000);
    await claim("a", { service_name: "checkout" });
    expect(await incidents()).toMatchObject([
      { number: 2, state: "open" },
      { number: 1, state: "resolved" },
    ]);
  });
});

describe("workspaces", () => {
  it("the same fingerprint in another workspace is another alert and another incident", async () => {
    await claim("a", { service_name: "checkout" });
    const first = workspace;
    workspace = await harness.makeWorkspace();
    await claim("a", { service_name: "checkout" });
    expect(await incidents()).toHaveLength(1);
    workspace = first;
    expect(await incidents()).toHaveLength(1);
  });
});
