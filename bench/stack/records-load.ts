import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Stack } from "./stack.ts";
import type { Outcome } from "./telemetry-load.ts";

/**
 * Declares incidents and tries each until it is answered, with the same idempotency key: what was answered must
 * exist once, however often the answer was lost.
 */
export function recordsLoad(stack: Stack): { finish(): Promise<Outcome> } {
  const acknowledged = new Set<string>();
  let refused = 0;
  let running = true;

  const sending = (async () => {
    for (let number = 1; running; number++) {
      const title = `kill ${number} ${randomUUID()}`;
      const key = randomUUID();
      while (running) {
        const status = await declare(stack, title, key).catch(() => 0);
        if (status === 201) {
          acknowledged.add(title);
          break;
        }
        refused += 1;
        await sleep(150);
      }
      await sleep(50);
    }
  })();

  return {
    async finish() {
      running = false;
      await sending;
      const seen = new Map<string, number>();
      let cursor: string | null = null;
      do {
        const page = await list(stack, cursor);
        for (const { title } of page.data) seen.set(title, (seen.get(title) ?? 0) + 1);
        cursor = page.nextCursor;
      } while (cursor);
      let missing = 0;
      for (const title of acknowledged) if (!seen.has(title)) missing += 1;
      const doubled = [...seen].filter(([title, times]) => title.startsWith("kill ") && times > 1).length;
      return { acknowledged: acknowledged.size, refused, missing, doubled };
    },
  };
}

async function declare(stack: Stack, title: string, key: string): Promise<number> {
  const answer = await fetch(`${stack.webUrl}/api/v1/incidents`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${stack.apiKey}`,
      "idempotency-key": key,
    },
    body: JSON.stringify({ title, severity: "sev4" }),
    signal: AbortSignal.timeout(15_000),
  });
  await answer.text();
  return answer.status;
}

type IncidentPage = { data: { title: string }[]; nextCursor: string | null };

async function list(stack: Stack, cursor: string | null): Promise<IncidentPage> {
  const url = `${stack.webUrl}/api/v1/incidents?limit=200${cursor ? `&cursor=${cursor}` : ""}`;
  const answer = await fetch(url, { headers: { authorization: `Bearer ${stack.apiKey}` } });
  if (!answer.ok) throw new Error(`incidents could not be listed: ${answer.status}`);
  return (await answer.json()) as IncidentPage;
}
