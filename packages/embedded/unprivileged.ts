import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { unavailable } from "@triops/kernel/errors";

export interface UnixUser {
  uid: number;
  gid: number;
}

function idsOf(name: string): UnixUser | undefined {
  try {
    const read = (flag: string) =>
      Number(execFileSync("id", [flag, name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
    return { uid: read("-u"), gid: read("-g") };
  } catch {
    return undefined;
  }
}

function tryRun(command: string, args: string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

/** Postgres refuses to run as root: the user to run it as, made when missing; undefined when we are not root. */
export function postgresUser(): UnixUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const found = idsOf("postgres");
  if (found) return found;
  tryRun("groupadd", ["--system", "postgres"]);
  const made =
    tryRun("useradd", [
      "--system",
      "--no-create-home",
      "--shell",
      "/bin/false",
      "-g",
      "postgres",
      "postgres",
    ]) || tryRun("adduser", ["-S", "-D", "-H", "-s", "/bin/false", "postgres"]);
  const user = (made ? idsOf("postgres") : undefined) ?? idsOf("nobody");
  if (user) return user;
  throw unavailable(
    "Postgres does not run as root and no user for it could be made; run Triops as a normal user.",
  );
}

function reachable(path: string, user: UnixUser): boolean {
  const test = spawnSync("/bin/sh", ["-c", 'test -r "$1" && test -x "$1"', "sh", path], {
    uid: user.uid,
    gid: user.gid,
    cwd: "/",
  });
  return test.status === 0;
}

/** A place outside any private home, one per data folder. */
const publicArea = (dataDir: string) =>
  join("/var/lib/triops", createHash("sha256").update(dataDir).digest("hex").slice(0, 12));

/**
 * Where Postgres's data and programs can be used by `user`. A checkout below a private home (mode 700) cannot be
 * entered by anyone but root; then both move to a folder of ours below /var/lib, found again by the data folder.
 */
export function usableBy(
  user: UnixUser,
  dataDir: string,
  wanted: { data: string; programs: string },
): { data: string; programs: string } {
  mkdirSync(wanted.data, { recursive: true, mode: 0o700 });
  // The data folder itself holds secrets in files of mode 600; passing through it is harmless.
  chmodSync(dataDir, 0o711);
  chownSync(wanted.data, user.uid, user.gid);
  let { data, programs } = wanted;
  const area = publicArea(dataDir);
  if (!reachable(data, user)) {
    const note = join(wanted.data, "moved-to.txt");
    data = join(area, "postgres");
    // The data folder was deleted and made anew: an older cluster has other passwords and is kept, but aside.
    if (!existsSync(note) && existsSync(data)) renameSync(data, `${data}.${Date.now()}`);
    writeFileSync(note, `${data}\n`);
    mkdirSync(dirname(data), { recursive: true, mode: 0o755 });
    mkdirSync(data, { recursive: true, mode: 0o700 });
    chownSync(data, user.uid, user.gid);
  }
  if (!reachable(join(programs, "bin", "postgres"), user)) {
    programs = join(area, "postgres-programs");
    if (!existsSync(programs)) {
      const draft = `${programs}.${process.pid}`;
      cpSync(wanted.programs, draft, { recursive: true, verbatimSymlinks: true });
      renameSync(draft, programs);
    }
  }
  return { data, programs };
}
