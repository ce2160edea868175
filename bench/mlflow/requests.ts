export type Server = { url: string; key?: string };

/** One call of the REST API. @throws with the body when it is refused */
export async function callApi<Answer>(
  server: Server,
  method: "GET" | "POST",
  path: string,
  body?: object,
): Promise<Answer> {
  const send = () =>
    fetch(`${server.url}/api/2.0/mlflow/${path}`, {
      method,
      headers: {
        "content-type": "application/json",
        ...(server.key ? { authorization: `Bearer ${server.key}` } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  // A server closes connections that were quiet for seconds, also at the moment when they are used again.
  const response = await send().catch(send);
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text.slice(0, 300)}`);
  return JSON.parse(text) as Answer;
}

export async function newExperiment(server: Server, name: string): Promise<string> {
  const { experiment_id } = await callApi<{ experiment_id: string }>(server, "POST", "experiments/create", {
    name,
  });
  return experiment_id;
}

export function quantile(times: readonly number[], q: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}
