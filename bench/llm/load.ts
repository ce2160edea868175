import { Agent, request } from "node:http";
import { questionBody } from "./answers.ts";
import type { Contender } from "./contenders.ts";

export type Load = { ms: number[]; seconds: number };

/** Asks one contender with so many connections for so long, or so often; every answer must be a 200. */
export async function load(
  to: Contender,
  parallel: number,
  until: { seconds: number } | { requests: number },
): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: parallel });
  const url = new URL("/v1/chat/completions", to.url);
  const body = questionBody(to.model);
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    ...to.headers,
  };
  const ask = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const outgoing = request(url, { method: "POST", agent, headers }, (answer) => {
        const isWell = answer.statusCode === 200;
        let said = "";
        answer.on("data", (chunk) => {
          if (!isWell) said += chunk;
        });
        answer.on("end", () =>
          isWell ? resolve() : reject(new Error(`${to.name}: ${answer.statusCode} ${said.slice(0, 300)}`)),
        );
      });
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  const ms: number[] = [];
  const started = performance.now();
  let asked = 0;
  const isOver = () =>
    "seconds" in until ? performance.now() - started >= until.seconds * 1_000 : asked >= until.requests;
  const worker = async () => {
    while (!isOver()) {
      asked++;
      const from = performance.now();
      await ask();
      ms.push(performance.now() - from);
    }
  };
  try {
    await Promise.all(Array.from({ length: parallel }, worker));
  } finally {
    agent.destroy();
  }
  return { ms, seconds: (performance.now() - started) / 1_000 };
}

export const quantile = (list: readonly number[], at: number): number =>
  [...list].sort((a, b) => a - b)[Math.floor(list.length * at)] ?? Number.NaN;
