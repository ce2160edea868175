import { execFile } from "node:child_process";
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { unavailable } from "@triops/kernel/errors";
import { childEnv, searchPath } from "./env.ts";

export interface RedisProgram {
  command: string;
  env: Record<string, string>;
}

const run = promisify(execFile);
const NAMES = ["redis-server", "valkey-server"];
const USUAL_FOLDERS = [
  "/usr/bin",
  "/usr/local/bin",
  "/usr/sbin",
  "/opt/homebrew/bin",
  "/opt/homebrew/opt/redis/bin",
];

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function onPath(names: string[]): string | undefined {
  const folders = [...searchPath().split(delimiter).filter(Boolean), ...USUAL_FOLDERS];
  for (const name of names) {
    const folder = folders.find((each) => executable(join(each, name)));
    if (folder) return join(folder, name);
  }
  return undefined;
}

/** Folders with shared libraries anywhere below `root`, for programs that were unpacked instead of installed. */
function libraryFolders(root: string): string[] {
  const found = new Set<string>();
  const visit = (folder: string, depth: number) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory() && depth < 6) visit(join(folder, entry.name), depth + 1);
      else if (/\.so(\.|$)/.test(entry.name)) found.add(folder);
    }
  };
  visit(root, 0);
  return [...found];
}

function unpacked(root: string): RedisProgram | undefined {
  const command = NAMES.map((name) => join(root, "usr", "bin", name)).find(executable);
  if (!command) return undefined;
  return { command, env: { LD_LIBRARY_PATH: libraryFolders(root).join(delimiter) } };
}

/** One package manager's way to install; each command is tried in turn until one list succeeds as a whole. */
const MANAGERS: { program: string; ways: string[][][]; env?: Record<string, string> }[] = [
  {
    program: "apt-get",
    ways: [
      [
        ["apt-get", "update", "-qq"],
        [
          "apt-get",
          "install",
          "-y",
          "-qq",
          "--no-install-recommends",
          "-o",
          "DPkg::Lock::Timeout=120",
          "redis-server",
        ],
      ],
    ],
    env: { DEBIAN_FRONTEND: "noninteractive" },
  },
  { program: "dnf", ways: [[["dnf", "install", "-y", "valkey"]], [["dnf", "install", "-y", "redis"]]] },
  {
    program: "apk",
    ways: [[["apk", "add", "--no-cache", "redis"]], [["apk", "add", "--no-cache", "valkey"]]],
  },
  {
    program: "pacman",
    ways: [[["pacman", "-Sy", "--noconfirm", "valkey"]], [["pacman", "-Sy", "--noconfirm", "redis"]]],
  },
  { program: "brew", ways: [[["brew", "install", "redis"]]] },
];

const INSTALL_MS_MAX = 300_000;

async function runAll(commands: string[][], prefix: string[], env: Record<string, string>): Promise<void> {
  for (const command of commands) {
    const [program, ...args] = [...prefix, ...command];
    await run(program as string, args, {
      timeout: INSTALL_MS_MAX,
      env: childEnv({ PATH: searchPath(), ...env }),
    });
  }
}

/** Installs with the system's package manager: as root, through a sudo that asks nothing, or with brew. */
async function installWithManager(say: (line: string) => void): Promise<boolean> {
  const manager = MANAGERS.find((each) => onPath([each.program]));
  if (!manager) return false;
  const root = process.getuid?.() === 0;
  const prefixes = root || manager.program === "brew" ? [[]] : onPath(["sudo"]) ? [["sudo", "-n"]] : [];
  for (const prefix of prefixes) {
    for (const way of manager.ways) {
      say(`installing Redis with ${manager.program}`);
      try {
        await runAll(way, prefix, manager.env ?? {});
        if (onPath(NAMES)) return true;
      } catch (error) {
        say(`${manager.program} could not: ${firstLine(error)}`);
      }
    }
  }
  return false;
}

function firstLine(error: unknown): string {
  const said =
    (error as { stderr?: string }).stderr || (error instanceof Error ? error.message : String(error));
  return (
    said
      .trim()
      .split("\n")
      .find((line) => line.trim() !== "") ?? "no reason given"
  );
}

/** Without root: apt downloads the packages with lists and caches of ours, and dpkg-deb unpacks them in `root`. */
async function unpackWithApt(root: string, say: (line: string) => void): Promise<void> {
  say("unpacking the distribution's Redis below the data folder (no root)");
  const draft = `${root}.${process.pid}`;
  const state = join(draft, "apt");
  mkdirSync(join(state, "lists", "partial"), { recursive: true });
  mkdirSync(join(state, "cache", "archives", "partial"), { recursive: true });
  // A file, because only there can the machine's own hooks be cleared: they clean folders of root's.
  const config = join(state, "apt.conf");
  writeFileSync(
    config,
    [
      `Dir::State::lists "${state}/lists";`,
      `Dir::Cache "${state}/cache";`,
      `Dir::Cache::archives "archives";`,
      'Debug::NoLocking "true";',
      'APT::Sandbox::User "";',
      "#clear APT::Update::Pre-Invoke;",
      "#clear APT::Update::Post-Invoke;",
      "#clear APT::Update::Post-Invoke-Success;",
      "#clear DPkg::Post-Invoke;",
      "",
    ].join("\n"),
  );
  const options = ["-c", config];
  const env = childEnv({ PATH: searchPath(), DEBIAN_FRONTEND: "noninteractive" });
  try {
    await run("apt-get", [...options, "update", "-qq"], { env, timeout: INSTALL_MS_MAX });
    await run(
      "apt-get",
      [...options, "install", "-y", "-qq", "--no-install-recommends", "--download-only", "redis-server"],
      { env, timeout: INSTALL_MS_MAX },
    );
    const archives = join(state, "cache", "archives");
    for (const file of readdirSync(archives).filter((name) => name.endsWith(".deb"))) {
      await run("dpkg-deb", ["-x", join(archives, file), draft], { env });
    }
    rmSync(state, { recursive: true, force: true });
    rmSync(root, { recursive: true, force: true });
    renameSync(draft, root);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Redis or Valkey from the PATH, from an earlier unpacking, or installed now. Throws with the remedy. */
export async function findRedis(dataDir: string, say: (line: string) => void): Promise<RedisProgram> {
  const installed = onPath(NAMES);
  if (installed) return { command: installed, env: {} };
  const root = join(dataDir, "tools", "redis");
  const earlier = existsSync(root) ? unpacked(root) : undefined;
  if (earlier) return earlier;
  if (await installWithManager(say)) return { command: onPath(NAMES) as string, env: {} };
  if (onPath(["apt-get"]) && onPath(["dpkg-deb"])) {
    try {
      await unpackWithApt(root, say);
    } catch (error) {
      say(`apt could not fetch Redis: ${firstLine(error)}`);
    }
    const fresh = existsSync(root) ? unpacked(root) : undefined;
    if (fresh) return fresh;
  }
  throw unavailable(
    "Redis is missing and could not be installed; install redis-server or valkey-server 7 or newer, or set REDIS_URL.",
  );
}
