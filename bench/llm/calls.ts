import { setTimeout as sleep } from "node:timers/promises";

export type Heard = {
  statuses: Record<string, number>;
  withoutRetryAfter: number;
  slowestMs: number;
  finished: number;
};

export type CallLoad = {
  heard(): Heard;
  /** Ends the load. @returns the users (one per call) whose answer came to its end */
  finish(): Promise<Set<string>>;
};

/** What the demonstration provider is asked to do with some of the calls; most are answered well. */
const wishes = [
  "",
  "",
  "length=80 chunk=10",
  "",
  "[flaky] status=503",
  "",
  "length=40",
  "cut=5",
  "",
  "status=429",
  "usage=off",
  "status=500",
  "",
  "hang",
];

const newHeard = (): Heard => ({ statuses: {}, withoutRetryAfter: 0, slowestMs: 0, finished: 0 });

/** Clients that ask without end, every second one for a stream, each call under a name of its own. */
export function callLoad(gatewayUrl: () => string, key: string, clients: number): CallLoad {
  let heard = newHeard();
  let running = true;
  let serial = 0;
  const finished = new Set<string>();

  async function ask(number: number): Promise<void> {
    const user = `call-${number}`;
    const stream = number % 2 === 0;
    const wish = wishes[number % wishes.length] ?? "";
    const demo = wish === "" ? "" : ` [[demo: ${wish.replace("[flaky]", "flaky=1")}]]`;
    const started = performance.now();
    let status = 0;
    try {
      const answer = await fetch(`${gatewayUrl()}/v1/chat/completions`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${key}`,
          "content-type": "application/json",
          "x-triops-user": user,
        },
        body: JSON.stringify({
          model: "fast",
          stream,
          max_tokens: 200,
          messages: [{ role: "user", content: `Repeat ${user}${demo}` }],
        }),
        signal: AbortSignal.timeout(25_000),
      });
      status = answer.status;
      const text = await answer.text();
      // A 429 may be the provider's own, which says what it likes.
      if (status === 503 && !answer.headers.has("retry-after")) heard.withoutRetryAfter++;
      if (status === 200 && (!stream || text.trimEnd().endsWith("data: [DONE]"))) {
        finished.add(user);
        heard.finished++;
      }
    } catch {
      // Cut, or nobody there: such a call may or may not be on record.
    } finally {
      heard.statuses[status] = (heard.statuses[status] ?? 0) + 1;
      heard.slowestMs = Math.max(heard.slowestMs, performance.now() - started);
      if (status === 0) await sleep(100);
    }
  }
  const client = async () => {
    while (running) await ask(++serial);
  };
  const all = Array.from({ length: clients }, client);
  return {
    heard() {
      const until = heard;
      heard = newHeard();
      return until;
    },
    async finish() {
      running = false;
      await Promise.all(all);
      return finished;
    },
  };
}
