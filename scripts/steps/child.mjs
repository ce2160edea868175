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
 * program could not be started at all. A signal to us ends the program first, then us.
 */
export function runQuietly(program, args, { cwd = root, env = {} } = {}) {
  return new Promise((done) => {
    const chunks = [];
    const child = spawn(program, args, {
      cwd,
      env: childEnvironment(env),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const stopped = passSignals(child);
    child.stdout.on("data", (chunk) => chunks.push(chunk));
    child.stderr.on("data", (chunk) => chunks.push(chunk));
    const output = () => Buffer.concat(chunks).toString("utf8");
    child.on("error", (fault) => done({ code: null, output: `${output()}${fault.message}` }));
    child.on("close", (code, signal) => {
      stopped.release();
      if (stopped.by) process.exit(signalExitCodes[stopped.by]);
      done({ code: code ?? `signal ${signal}`, output: output() });
    });
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

/** Runs a program with its output shown. Resolves to its exit code; a signal to us ends the program, then us. */
export function runShown(program, args, { cwd = root, env = {} } = {}) {
  return new Promise((done) => {
    const child = spawn(program, args, {
      cwd,
      env: childEnvironment(env),
      stdio: ["ignore", "inherit", "inherit"],
    });
    const stopped = passSignals(child);
    child.on("error", (fault) => {
      console.error(fault.message);
      done(1);
    });
    child.on("close", (code) => {
      stopped.release();
      if (stopped.by) process.exit(signalExitCodes[stopped.by]);
      done(code ?? 1);
    });
  });
}

/**
 * Becomes the given program, as far as a parent can: same terminal, same signals, same exit code. The program leads
 * a process group of its own, so that a Ctrl-C reaches it once, through us, and not also from the terminal and from
 * npm; a second Ctrl-C is passed on as a second one.
 */
export async function becomeProgram(program, args, { env = {} } = {}) {
  const child = spawn(program, args, {
    cwd: root,
    env: childEnvironment(env),
    stdio: "inherit",
    detached: true,
  });
  passSignals(child);
  const watch = stopWithNpm(child);
  process.exitCode = await new Promise((done) => {
    child.on("error", (fault) => {
      console.error(fault.message);
      done(1);
    });
    child.on("close", (code, signal) => done(code ?? signalExitCodes[signal] ?? 1));
  });
  clearInterval(watch);
}

const signalExitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** Copies of one signal arrive within this: from the terminal, and again from npm. */
const sameSignalMsMax = 1000;

/** Passes signals on to a program. `by` tells which one came first. */
function passSignals(child) {
  const stopped = { by: null, release: () => {} };
  let lastMs = 0;
  const handlers = Object.keys(signalExitCodes).map((signal) => {
    const handler = () => {
      const nowMs = Date.now();
      if (nowMs - lastMs > sameSignalMsMax) child.kill(signal);
      lastMs = nowMs;
      stopped.by ??= signal;
    };
    process.on(signal, handler);
    return () => process.off(signal, handler);
  });
  stopped.release = () => {
    for (const release of handlers) release();
  };
  return stopped;
}

/** Under npm we end with it, even when it was killed without a chance to say so. */
function stopWithNpm(child) {
  if (!process.env.npm_lifecycle_event) return undefined;
  const npm = process.ppid;
  return setInterval(() => {
    if (process.ppid !== npm) child.kill("SIGTERM");
  }, 1000).unref();
}
