import { defineJob } from "@triops/jobs/define";
import { createQueue } from "@triops/jobs/enqueue";
import { startHost } from "@triops/jobs/host";
import { createLogger } from "@triops/kernel/logger";
import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { list, queues } from "./read.ts";
import { recordDead } from "./record-dead.ts";
import { retry } from "./retry.ts";
import { makeDeadJob } from "./testing.ts";

const log = createLogger("test", "silent");
let harness: Harness;
let operator: TestWorkspace;
let tenant: TestWorkspace;

beforeAll(async () => {
  harness = await createHarness();
  operator = await harness.makeWorkspace({ operator: true });
  tenant = await harness.makeWorkspace();
});
afterAll(() => harness.close());

describe("a system job that died", () => {
  it("is seen in the operator's workspace only, and runs again when retried there", async () => {
    let fails = true;
    let succeeded = 0;
    const job = defineJob<Record<string, never>, object>({
      // A queue that the product's inspector knows.
      name: "workspaces.forget-answers",
      payload: z.object({}) as z.ZodType<Record<string, never>>,
      attempts: 1,
      run: async () => {
        if (fails) throw new Error("on purpose");
        succeeded += 1;
      },
    });
    const host = await startHost({
      redisUrl: harness.redisUrl,
      jobs: [job as never],
      services: {},
      log,
      onDead: recordDead(harness.runtime.database),
    });
    const queue = createQueue({ redisUrl: harness.redisUrl, log });
    await queue.enqueue(job, {});
    const admin = await harness.callerAs(operator, "admin");
    await expect.poll(async () => (await list.call(admin, {})).data.length, { timeout: 20_000 }).toBe(1);
    const [dead] = (await list.call(admin, {})).data;
    expect(dead).toMatchObject({ queue: "workspaces.forget-answers", reason: "on purpose", system: true });
    expect((await list.call(await harness.callerAs(tenant, "owner"), {})).data).toEqual([]);
    fails = false;
    const id = dead?.id ?? "";
    await expect(retry.call(await harness.callerAs(tenant, "owner"), { id })).rejects.toMatchObject({
      code: "not_found",
    });
    await retry.call(admin, { id });
    await expect.poll(() => succeeded, { timeout: 20_000 }).toBe(1);
    expect((await list.call(admin, {})).data).toEqual([]);
    await expect(retry.call(admin, { id })).rejects.toMatchObject({ code: "conflict" });
    await queue.close();
    await host.close();
  });
});

describe("a workspace's own dead job", () => {
  it("is seen there and nowhere else", async () => {
    const owner = await harness.callerAs(tenant, "owner");
    const { id } = await makeDeadJob(owner);
    expect((await list.call(owner, {})).data).toMatchObject([{ id, system: false }]);
    const seen = (await list.call(await harness.callerAs(operator, "owner"), {})).data;
    expect(seen.map((job) => job.id)).not.toContain(id);
  });

  it("409 when no queue holds it any more", async () => {
    const owner = await harness.callerAs(tenant, "owner");
    const { id } = await makeDeadJob(owner);
    await expect(retry.call(owner, { id })).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("queues", () => {
  it("are shown to the operator's administrators", async () => {
    const shown = await queues.call(await harness.callerAs(operator, "admin"), {});
    expect(shown.data.map((queue) => queue.name)).toContain("api-keys.publish");
    expect(await queues.call(await harness.callerAs(tenant, "owner"), {})).toMatchObject({
      operator: false,
      data: [],
    });
  });
});
