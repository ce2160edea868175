import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ModelFault } from "./fault.ts";
import { type Frame, packTensors, readFrames, unpackTensors, writeFrame } from "./frames.ts";
import { onnxLimits } from "./limits.ts";
import { mayLeaveNetwork } from "./network.ts";
import type { ModelFace, Tensor } from "./tensors.ts";

/** A process for one model. It does one thing at a time; whoever holds it waits for each answer. */
export type Sandbox = {
  pid: number | undefined;
  /** @throws ModelFault refused, late or crashed; the process is then of no more use */
  load(model: Buffer): Promise<ModelFace>;
  /** @throws ModelFault call, late or crashed; after the latter two the process is gone */
  run(inputs: readonly Tensor[], outputs: readonly string[] | null, timeoutMs: number): Promise<Tensor[]>;
  readonly alive: boolean;
  kill(): void;
};

/** Reads its arguments as words, never as code. */
const script = `ulimit -c 0; ulimit -f 0; ulimit -v "$1" 2>/dev/null; shift; exec "$@"`;

/** Starts a process and waits until the runtime is loaded in it. @throws ModelFault crashed */
export async function startSandbox(startMsMax = 20_000): Promise<Sandbox> {
  const words = [
    process.execPath,
    "--disable-warning=ExperimentalWarning",
    `--max-old-space-size=${onnxLimits.heapMbMax}`,
    "--disable-proto=delete",
    join(import.meta.dirname, "child.ts"),
  ];
  const limited = ["-c", script, "sh", String(onnxLimits.addressSpaceKiB), ...words];
  const [command, args] = (await mayLeaveNetwork())
    ? ["unshare", ["--user", "--net", "--", "/bin/sh", ...limited]]
    : ["/bin/sh", limited];
  const child = spawn(command as string, args as string[], {
    cwd: emptyFolder(),
    env: {},
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  return follow(child, startMsMax);
}

let folder: string | undefined;

/** One for all of them: nobody may write to it, so that it stays empty. */
function emptyFolder(): string {
  if (folder === undefined) {
    const made = mkdtempSync(join(tmpdir(), "triops-models-"));
    chmodSync(made, 0o500);
    process.once("exit", () => rmSync(made, { recursive: true, force: true }));
    folder = made;
  }
  return folder;
}

type Waiting = { take(frame: Frame): void; fail(fault: ModelFault): void };

async function follow(child: ChildProcess, startMsMax: number): Promise<Sandbox> {
  const socket = child.stdio[3] as Socket;
  let waiting: Waiting | null = null;
  let alive = true;
  const end = (text: string, kind: "crashed" | "late" = "crashed") => {
    alive = false;
    const told = waiting;
    waiting = null;
    told?.fail(new ModelFault(kind, text));
  };
  child.once("error", () => end("The model's process could not be started"));
  child.once("exit", (code, signal) => {
    if (signal === "SIGXCPU") end("The model used up its processor time", "late");
    else end(`The model's process ended (${signal ?? code})`);
  });
  socket.on("error", () => {});
  const kill = () => {
    alive = false;
    child.kill("SIGKILL");
  };
  readFrames(
    socket,
    onnxLimits.answerBytesMax,
    (frame) => {
      const told = waiting;
      waiting = null;
      if (told) told.take(frame);
      // Speaks without having been asked.
      else kill();
    },
    () => kill(),
  );

  const next = (timeoutMs: number, lateText: string): Promise<Frame> =>
    new Promise((resolve, reject) => {
      if (!alive) return reject(new ModelFault("crashed", "The model's process is gone"));
      const timer = setTimeout(() => {
        waiting = null;
        kill();
        reject(new ModelFault("late", lateText));
      }, timeoutMs);
      waiting = {
        take: (frame) => {
          clearTimeout(timer);
          resolve(frame);
        },
        fail: (fault) => {
          clearTimeout(timer);
          reject(fault);
        },
      };
    });

  await next(startMsMax, "The model's process did not start in time");
  return {
    pid: child.pid,
    get alive() {
      return alive;
    },
    async load(model) {
      const MiB = 1024 * 1024;
      const answer = next(onnxLimits.loadMsMax, "The model could not be loaded and tried out in time");
      const residentMiB = Math.ceil((onnxLimits.residentBytesMax + 3 * model.length) / MiB);
      const cpuMs = Math.ceil(onnxLimits.loadCpuMsMax + (model.length / MiB) * onnxLimits.loadCpuMsPerMiB);
      writeFrame(socket, { do: "load", residentMiB, cpuMs }, [model]);
      const { head } = await answer;
      if (head.is !== "loaded")
        throw new ModelFault("refused", `The model cannot be loaded: ${String(head.text)}`);
      return head.face as ModelFace;
    },
    async run(inputs, outputs, timeoutMs) {
      const { heads, payload } = packTensors(inputs);
      const answer = next(Math.min(timeoutMs, onnxLimits.runMsMax), "The model did not answer in time");
      const cpuMs = onnxLimits.runCpuMsMax;
      writeFrame(socket, { do: "run", inputs: heads, outputs, cpuMs }, payload);
      const frame = await answer;
      if (frame.head.is !== "answer") throw new ModelFault("call", String(frame.head.text));
      return unpackTensors(frame.head.outputs, frame.payload);
    },
    kill,
  };
}
