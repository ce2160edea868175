import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import { root } from "./paths.mjs";
import { StepFault } from "./report.mjs";

/** Lines of a failed program's output that are worth showing. */
const tailLines = 25;

/**
 * The environment for programs we start: without what an outer npm says about itself, with the pinned Node first
 * on the PATH, and with nobody phoning home.
 */
export function childEnvironment(extra = {}) {
  const environment = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (
      /^npm_(lifecycle|package|command|execpath|node_execpath|config_(local|global)?_?prefix|config_user_agent)/.test(
        name,
      )
    ) {
      continue;
    }
    environment[name] = value;
  }
  return {
    ...environment,
    PATH: [join(root, "node_modules", ".bin"), process.env.PATH ?? ""].join(delimiter),
    CHECKPOINT_DISABLE: "1",
    DO_NOT_TRACK: "1",
    NEXT_TELEMETRY_DISABLED: "1",
    TURBO_TELEMETRY_DISABLED: "1",
    ...extra,
  };
}

/**
 * Runs a program to its end without showing its output. Resolves to `{ code, output }`; `code` is null when the
 * program could not be started at all.
 */
export function runQuietly(program, args, { cwd = root, env = {} } = {}) {
  return new Promise((done) => {
    const chunks = [];
    const child = spawn(program, args, {
      cwd,
      env: childEnvironment(env),
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.on("data", (chunk) => chunks.push(chunk));
    child.stderr.on("data", (chunk) => chunks.push(chunk));
    const output = () => Buffer.concat(chunks).toString("utf8");
    child.on("error", (fault) => done({ code: null, output: `${output()}${fault.message}` }));
    child.on("close", (code, signal) => done({ code: code ?? `signal ${signal}`, output: output() }));
  });
}

/** As `runQuietly`, but anything except exit code 0 prints the end of the output and throws the given fault. */
export async function runOrFail(program, args, { sentence, remedy, ...options }) {
  const { code, output } = await runQuietly(program, args, options);
  if (code === 0) return output;
  const tail = output.trimEnd().split("\n").slice(-tailLines).join("\n");
  if (tail) console.error(`\n${tail}`);
  throw new StepFault(sentence, remedy);
}

/** Runs a program with its output shown. Resolves to its exit code; a signal counts as 128 + 15. */
export function runShown(program, args, { cwd = root, env = {} } = {}) {
  return new Promise((done) => {
    const child = spawn(program, args, {
      cwd,
      env: childEnvironment(env),
      stdio: ["ignore", "inherit", "inherit"],
    });
    const release = passSignals(child);
    child.on("error", (fault) => {
      console.error(fault.message);
      done(1);
    });
    child.on("close", (code) => {
      release();
      done(code ?? 143);
    });
  });
}

/** Becomes the given program, as far as a parent can: same terminal, same signals, same exit code. */
export async function becomeProgram(program, args, { env = {} } = {}) {
  const child = spawn(program, args, { cwd: root, env: childEnvironment(env), stdio: "inherit" });
  passSignals(child);
  const code = await new Promise((done) => {
    child.on("error", (fault) => {
      console.error(fault.message);
      done(1);
    });
    child.on("close", (exit) => done(exit ?? 143));
  });
  process.exitCode = code;
}

/** A terminal sends Ctrl-C to the whole group already; without one, SIGINT reaches only us and is passed on. */
function passSignals(child) {
  const handlers = ["SIGINT", "SIGTERM", "SIGHUP"].map((signal) => {
    const handler = () => {
      if (signal === "SIGINT" && process.stdin.isTTY) return;
      child.kill(signal);
    };
    process.on(signal, handler);
    return () => process.off(signal, handler);
  });
  return () => {
    for (const release of handlers) release();
  };
}
