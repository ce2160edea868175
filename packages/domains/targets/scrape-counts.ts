import { newId } from "@triops/kernel/ids";
import type { Telemetry } from "@triops/telemetry/client/telemetry";
import type { ScrapeCounts } from "./scrape-target.ts";

const minuteMs = 60_000;

type Sum = ScrapeCounts & { lastMs: number };

/** Scrapes as the Sources page shows them: one sender called `scrape`, counted where the gateway counts its own. */
export function createScrapeCounts(telemetry: Telemetry) {
  let sums = new Map<string, Sum>();
  return {
    add(workspaceId: string, counts: ScrapeCounts, nowMs: number): void {
      const key = `${workspaceId} ${Math.floor(nowMs / minuteMs) * 60}`;
      let sum = sums.get(key);
      if (!sum) {
        sum = { requests: 0, failed: 0, bytes: 0, accepted: 0, late: 0, refused: new Map(), lastMs: nowMs };
        sums.set(key, sum);
      }
      sum.requests += counts.requests;
      sum.failed += counts.failed;
      sum.bytes += counts.bytes;
      sum.accepted += counts.accepted;
      sum.late += counts.late;
      sum.lastMs = nowMs;
      for (const [reason, count] of counts.refused)
        sum.refused.set(reason, (sum.refused.get(reason) ?? 0) + count);
    },
    /** Best effort: what cannot be written now is not counted. */
    async flush(): Promise<void> {
      if (sums.size === 0) return;
      const taken = sums;
      sums = new Map();
      const origin = { signal: "metrics", source: "scrape" };
      const senders = [...taken].map(([key, sum]) => ({
        ...place(key),
        ...origin,
        endpoint: "scrape",
        agent: "Triops",
        requests: sum.requests,
        refused: 0,
        deferred: sum.failed,
        bytes: sum.bytes,
        bytes_max: 0,
        last_seen: Math.floor(sum.lastMs / 1_000),
      }));
      const counts = [...taken].flatMap(([key, sum]) =>
        [
          { outcome: "accepted", reason: "", count: sum.accepted },
          { outcome: "late", reason: "", count: sum.late },
          ...[...sum.refused].map(([reason, count]) => ({ outcome: "rejected", reason, count })),
        ]
          .filter(({ count }) => count > 0)
          .map((one) => ({ ...place(key), ...origin, ...one })),
      );
      await telemetry.insertRows({ table: "ingest_senders", rows: senders, token: newId() });
      if (counts.length > 0)
        await telemetry.insertRows({ table: "ingest_counters", rows: counts, token: newId() });
    },
  };
}

function place(key: string) {
  const [workspaceId = "", minute = "0"] = key.split(" ");
  return { workspace_id: workspaceId, minute: Number(minute) };
}
