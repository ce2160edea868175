import type { Caller } from "../runtime.ts";
import type { Samples } from "../testing.ts";
import { inTransaction } from "../work.ts";
import { monitorFingerprint } from "./fingerprint.ts";
import { raise } from "./raise.ts";

/** An open alert, as a monitor would have raised it. */
export async function makeAlert(
  caller: Caller,
  seriesKey = "host=a",
  labels: Record<string, string> = { host: "a" },
): Promise<{ id: string }> {
  const monitorId = caller.context.workspaceId;
  const fingerprint = monitorFingerprint(monitorId, `${seriesKey} ${Math.random()}`);
  await inTransaction(caller, "alerts.raise", (work) =>
    raise(work, {
      fingerprint,
      source: "monitor",
      monitorId,
      title: "CPU is high",
      severity: "sev3",
      labels,
      value: 0.97,
      evidence: {},
      at: caller.context.now,
    }),
  );
  return caller.runtime.database.alert.findFirstOrThrow({ where: { fingerprint }, select: { id: true } });
}

const ofOne = async (caller: Caller) => ({ id: (await makeAlert(caller)).id });

export const samples: Samples = {
  "alerts.get": ofOne,
  "alerts.history": ofOne,
  "alerts.resolve": ofOne,
};
