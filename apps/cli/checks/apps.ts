import { isPortFree, portHolder } from "@triops/embedded/ports";
import { type Finding, fail, ok, reasonOf, warn } from "./finding.ts";

/** A port that must be free before a start. */
export async function checkPort(port: number, purpose: string, option: string): Promise<Finding> {
  if (await isPortFree(port)) return ok("ports", `${port} is free for ${purpose}`);
  const holder = portHolder(port);
  const by = holder ? `process ${holder.pid} (${holder.command})` : "another process";
  return warn(
    "ports",
    `${port}, wanted for ${purpose}, is taken by ${by}`,
    `Start with ${option} and another port.`,
  );
}

/** An app of a running stack, by its own health. */
export async function checkHealth(name: string, url: string): Promise<Finding> {
  const remedy = `Look at the ${name}'s lines in \`triops up\`; its health names the part that is down: ${url}`;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(4_000) });
    const text = (await response.text()).slice(0, 300);
    return response.ok
      ? ok(name, `${name} is healthy`)
      : fail(name, `${name} says ${response.status}: ${text}`, remedy);
  } catch (error) {
    return fail(name, `${name} does not answer: ${reasonOf(error)}`, remedy);
  }
}
