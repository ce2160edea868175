import { join } from "node:path";
import { validate } from "dockerfile-utils";
import { parse } from "yaml";
import { listFiles, readText, root } from "../files.ts";
import { type Check, outcomeOf } from "./outcome.ts";
import { runProgram } from "./program.ts";

const home = join(root, "packages/config");

type Fault = { path: string; line?: number; text: string };

/** Rules for images beyond the syntax: several stages, a user that is not root, a health check, no secrets. */
export function imageFaults(path: string, text: string): Fault[] {
  const lines = text.split("\n");
  const stages = lines.filter((line) => /^FROM\s/.test(line)).length;
  const users = lines.filter((line) => /^USER\s/.test(line));
  const faults: Fault[] = [];
  if (stages < 2) faults.push({ path, text: "one stage only: what builds must not ship" });
  if (users.length === 0 || /^USER\s+(root|0)\b/.test(users.at(-1) ?? "")) {
    faults.push({ path, text: "runs as root: end with USER" });
  }
  if (!lines.some((line) => /^HEALTHCHECK\s/.test(line))) faults.push({ path, text: "has no HEALTHCHECK" });
  lines.forEach((line, index) => {
    if (/^(ENV|ARG)\s+\S*(SECRET|PASSWORD|TOKEN)\S*=\S/.test(line)) {
      faults.push({
        path,
        line: index + 1,
        text: "a secret inside an image can be read by whoever pulls it",
      });
    }
    if (/^FROM\s+\S+:latest\b/.test(line))
      faults.push({ path, line: index + 1, text: "name a version, not latest" });
  });
  return faults;
}

function dockerfileFaults(path: string, text: string): Fault[] {
  const syntax: Fault[] = validate(text).map(({ range, message }) => ({
    path,
    line: range.start.line + 1,
    text: typeof message === "string" ? message : message.value,
  }));
  return [...syntax, ...imageFaults(path, text)];
}

type ComposeService = {
  image?: string;
  build?: unknown;
  healthcheck?: unknown;
  environment?: Record<string, unknown>;
};

/** Rules for the compose file beyond its schema: health checks, versions, and no password written down. */
export function composeFaults(path: string, text: string): Fault[] {
  const { services = {} } = parse(text, { merge: true }) as { services?: Record<string, ComposeService> };
  return Object.entries(services).flatMap(([name, service]) => {
    const faults: Fault[] = [];
    const once = /migrate/.test(name);
    if (!once && !service.build && !service.healthcheck)
      faults.push({ path, text: `${name} has no health check` });
    if (service.image && !/:[^:]*\d/.test(service.image))
      faults.push({ path, text: `${name}: the image names no version` });
    for (const [variable, value] of Object.entries(service.environment ?? {})) {
      const isSecret = /PASSWORD|SECRET|TOKEN/.test(variable) && !variable.endsWith("_FILE");
      if (isSecret && !/\$\{[A-Z_]+:\?/.test(String(value))) {
        faults.push({ path, text: `${name}: ${variable} must come from the environment as \${NAME:?}` });
      }
    }
    return faults;
  });
}

/** dclint: the schema of Compose files and the faults it ranks as errors. */
async function schemaFaults(path: string): Promise<Fault[]> {
  const { code, output } = await runProgram("dclint", ["--quiet", join(root, path)], home);
  return code === 0 ? [] : [{ path, text: output }];
}

export const containers: Check = {
  name: "containers",
  async run() {
    const files = listFiles();
    const images = files.filter((path) => /(^|\/)Dockerfile(\.\w+)?$/.test(path));
    const composes = files.filter((path) => /(^|\/)docker-compose[\w.-]*\.ya?ml$/.test(path));
    const faults = images.flatMap((path) => dockerfileFaults(path, readText(path)));
    for (const path of composes) {
      faults.push(...(await schemaFaults(path)), ...composeFaults(path, readText(path)));
    }
    return outcomeOf(faults, `${images.length} images, ${composes.length} compose file`);
  },
};
