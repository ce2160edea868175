import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { unavailable } from "@triops/kernel/errors";
import { z } from "zod";

const schema = z.object({
  postgresPassword: z.string().min(16),
  redisPassword: z.string().min(16),
  clickhousePassword: z.string().min(16),
  /** TRIOPS_SECRET_KEY of this installation: seals provider secrets, so it must never change by itself. */
  secretKey: z.string().min(32),
});

export type Secrets = z.infer<typeof schema>;

/** Reads the installation's secrets, or makes them on the first run (mode 600, written in one step). */
export function installationSecrets(dataDir: string): Secrets {
  const path = join(dataDir, "secrets.json");
  if (existsSync(path)) {
    const parsed = schema.safeParse(JSON.parse(readFileSync(path, "utf8")));
    if (parsed.success) return parsed.data;
    throw unavailable(
      `${path} is damaged; restore it from a backup: without it stored secrets cannot be read`,
    );
  }
  mkdirSync(dataDir, { recursive: true });
  const make = (bytes: number) => randomBytes(bytes).toString("base64url");
  const secrets: Secrets = {
    postgresPassword: make(24),
    redisPassword: make(24),
    clickhousePassword: make(24),
    secretKey: make(32),
  };
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  renameSync(draft, path);
  return secrets;
}
