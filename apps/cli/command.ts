import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { invalid } from "@triops/kernel/errors";
import { type CliEnv, readCliEnv } from "./env.ts";

/** One command of `triops`; its file's default export. */
export interface Command {
  /** One line for `triops help`. */
  summary: string;
  /** How to call it, without the leading `triops`. */
  usage: string;
  /** Resolves to the exit code. */
  run: (args: string[]) => Promise<number>;
}

/** Root of the checkout. */
export const repositoryRoot = resolve(dirname(fileURLToPath(import.meta.url)), "..", "..");

export interface Invocation {
  env: CliEnv;
  /** Absolute path of the data folder. */
  dataDir: string;
  values: Record<string, string | boolean | undefined>;
  positionals: string[];
}

/** Reads options strictly (an unknown one is an error naming it); every command understands `--data`. */
export function parseCommand(args: string[], options: ParseArgsOptionsConfig = {}): Invocation {
  const env = readCliEnv();
  let parsed: { values: Record<string, unknown>; positionals: string[] };
  try {
    parsed = parseArgs({
      args: args.filter((arg) => arg !== "--"),
      options: { data: { type: "string" }, ...options },
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error));
  }
  const values = parsed.values as Invocation["values"];
  const folder = typeof values.data === "string" ? values.data : env.TRIOPS_DATA;
  return { env, values, positionals: parsed.positionals, dataDir: resolve(repositoryRoot, folder) };
}

/** A port from an option or, without one, from the environment. */
export function portFrom(value: string | boolean | undefined, fallback: number, option: string): number {
  if (value === undefined) return fallback;
  const port = Number(value);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw invalid(`${option} must be a port between 1 and 65535`);
}
