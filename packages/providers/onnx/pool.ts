import { ModelFault } from "./fault.ts";
import { onnxLimits } from "./limits.ts";
import { readModel } from "./read-model.ts";
import { type Sandbox, startSandbox } from "./sandbox.ts";
import type { ModelFace, Tensor } from "./tensors.ts";

/** Models of different workspaces never meet in one process: `id` names workspace, file and content. */
export type ModelSource = { id: string; sizeBytes: number; fetch(): Promise<Buffer> };

export type ModelState = {
  id: string;
  status: "loading" | "ready" | "failed";
  fault: string | null;
  calls: number;
};

export type ModelPool = {
  /** Loads and tries out the model, unless it is there. @throws ModelFault */
  warm(source: ModelSource): Promise<ModelFace>;
  /**
   * One after the other for one model. A call whose process ends is made once more on a fresh one.
   * @throws ModelFault
   */
  run(source: ModelSource, call: ModelCall): Promise<Tensor[]>;
  /** Models that are not wanted any more end when their last call is answered. */
  keep(ids: ReadonlySet<string>): void;
  /** The same for one. */
  drop(id: string): void;
  states(): ModelState[];
  close(): Promise<void>;
};

export type ModelCall = {
  inputs: readonly Tensor[];
  outputs: readonly string[] | null;
  timeoutMs: number;
};

type Entry = {
  source: ModelSource;
  bytes: Buffer | null;
  face: ModelFace | null;
  /** The process, from its start on. */
  process: Promise<Sandbox> | null;
  sandbox: Sandbox | null;
  /** Settles when the call before is done. */
  tail: Promise<unknown>;
  waiting: number;
  wanted: boolean;
  usedMs: number;
  calls: number;
  crashesMs: number[];
  /** A file that was refused stays refused; everything else is tried again after a while. */
  fault: ModelFault | null;
  retryMs: number;
};

/** Begins the ids of models that are run once and then dropped. */
export const trialMark = "trial/";
const fetchAgainMs = 2_000;
const onLoading = "While it was loaded: ";

/** What our reading or the runtime refuses stays refused; a machine that was too busy may be less so later. */
function againMs({ kind, cause }: ModelFault): number {
  if (kind !== "refused") return fetchAgainMs;
  return cause instanceof ModelFault ? onnxLimits.loadAgainMs : Number.POSITIVE_INFINITY;
}

export function createModelPool(start: () => Promise<Sandbox> = startSandbox): ModelPool {
  const entries = new Map<string, Entry>();
  let spare: Promise<Sandbox> | null = null;
  let keptBytes = 0;
  let closed = false;

  /** A process without a model, ready before it is needed: loading takes milliseconds, starting hundreds. */
  const takeProcess = async (): Promise<Sandbox> => {
    const ready = spare;
    spare = null;
    const process = await (ready ?? start()).catch(() => start());
    if (!closed && spare === null) {
      spare = start();
      spare.catch(() => {
        spare = null;
      });
    }
    if (process.alive) return process;
    return start();
  };

  const end = (entry: Entry) => {
    const { process } = entry;
    entry.process = null;
    entry.sandbox = null;
    process?.then((sandbox) => sandbox.kill()).catch(() => {});
  };

  const forget = (entry: Entry) => {
    end(entry);
    if (entry.bytes) keptBytes -= entry.bytes.length;
    entry.bytes = null;
    entries.delete(entry.source.id);
  };

  const makeRoom = (except: Entry) => {
    const running = [...entries.values()].filter((entry) => entry.process && entry !== except);
    if (running.length < onnxLimits.processesMax) return;
    const idle = running.filter(({ waiting }) => waiting === 0).sort((a, b) => a.usedMs - b.usedMs)[0];
    if (!idle) throw new ModelFault("busy", "All processes for models are in use");
    end(idle);
  };

  const readBytes = async (entry: Entry): Promise<Buffer> => {
    if (entry.bytes) return entry.bytes;
    const bytes = await entry.source.fetch().catch((error: unknown) => {
      if (error instanceof ModelFault) throw error;
      throw new ModelFault("away", "The model's file cannot be read", error);
    });
    readModel(bytes);
    if (entries.has(entry.source.id) && keptBytes + bytes.length <= onnxLimits.keptBytesMax) {
      entry.bytes = bytes;
      keptBytes += bytes.length;
    }
    return bytes;
  };

  const launch = async (entry: Entry): Promise<Sandbox> => {
    const bytes = await readBytes(entry);
    makeRoom(entry);
    const sandbox = await takeProcess();
    try {
      entry.face = await sandbox.load(bytes);
    } catch (error) {
      sandbox.kill();
      // What kills or hangs its process while it is loaded is no better than a damaged file.
      const dies = error instanceof ModelFault && (error.kind === "crashed" || error.kind === "late");
      throw dies ? new ModelFault("refused", `${onLoading}${error.message}`, error) : error;
    }
    entry.sandbox = sandbox;
    return sandbox;
  };

  const processOf = (entry: Entry): Promise<Sandbox> => {
    const now = Date.now();
    if (entry.fault && now < entry.retryMs) return Promise.reject(entry.fault);
    if (entry.sandbox && !entry.sandbox.alive) end(entry);
    if (!entry.process) {
      entry.crashesMs = entry.crashesMs.filter((at) => at > now - 60_000);
      if (entry.crashesMs.length >= onnxLimits.crashesPerMinuteMax) {
        entry.fault = new ModelFault("crashed", "The model's process ends again and again");
        entry.retryMs = now + onnxLimits.brokenMs;
        return Promise.reject(entry.fault);
      }
      const started = launch(entry);
      entry.process = started;
      started.then(
        () => {
          entry.fault = null;
        },
        (error: unknown) => {
          entry.process = null;
          entry.fault =
            error instanceof ModelFault
              ? error
              : new ModelFault("away", "The model cannot be started", error);
          entry.retryMs = Date.now() + againMs(entry.fault);
        },
      );
    }
    return entry.process;
  };

  const entryOf = (source: ModelSource): Entry => {
    let entry = entries.get(source.id);
    if (!entry) {
      entry = {
        source,
        bytes: null,
        face: null,
        process: null,
        sandbox: null,
        tail: Promise.resolve(),
        waiting: 0,
        wanted: true,
        usedMs: Date.now(),
        calls: 0,
        crashesMs: [],
        fault: null,
        retryMs: 0,
      };
      entries.set(source.id, entry);
    }
    return entry;
  };

  const callOnce = async (entry: Entry, call: ModelCall): Promise<Tensor[]> => {
    const sandbox = await processOf(entry);
    try {
      return await sandbox.run(call.inputs, call.outputs, call.timeoutMs);
    } catch (error) {
      const gone = error instanceof ModelFault && (error.kind === "crashed" || error.kind === "late");
      if (gone) {
        end(entry);
        entry.crashesMs.push(Date.now());
      }
      throw error;
    }
  };

  const inTurn = async (entry: Entry, call: ModelCall): Promise<Tensor[]> => {
    entry.calls++;
    entry.usedMs = Date.now();
    try {
      return await callOnce(entry, call);
    } catch (error) {
      if (!(error instanceof ModelFault) || error.kind !== "crashed" || closed || entry.fault) throw error;
      return await callOnce(entry, call);
    }
  };

  return {
    async warm(source) {
      const entry = entryOf(source);
      await processOf(entry);
      return entry.face as ModelFace;
    },
    run(source, call) {
      const entry = entryOf(source);
      if (closed) return Promise.reject(new ModelFault("busy", "The gateway is stopping"));
      if (entry.waiting >= onnxLimits.waitingMax)
        return Promise.reject(new ModelFault("busy", "Too many calls wait for this model"));
      entry.waiting++;
      const done = entry.tail.then(() => inTurn(entry, call));
      entry.tail = done
        .catch(() => {})
        .finally(() => {
          entry.waiting--;
          if (!entry.wanted && entry.waiting === 0) forget(entry);
        });
      return done;
    },
    keep(ids) {
      for (const entry of [...entries.values()]) {
        // A trial ends by itself.
        if (entry.source.id.startsWith(trialMark)) continue;
        entry.wanted = ids.has(entry.source.id);
        if (!entry.wanted && entry.waiting === 0) forget(entry);
      }
    },
    drop(id) {
      const entry = entries.get(id);
      if (!entry) return;
      entry.wanted = false;
      if (entry.waiting === 0) forget(entry);
    },
    states: () =>
      [...entries.values()].map(({ source, fault, sandbox, calls }) => ({
        id: source.id,
        status: fault ? "failed" : sandbox?.alive ? "ready" : "loading",
        fault: fault?.message ?? null,
        calls,
      })),
    async close() {
      closed = true;
      await Promise.all([...entries.values()].map(({ tail }) => tail));
      for (const entry of [...entries.values()]) forget(entry);
      const last = spare;
      spare = null;
      // Not waited for: one that is still starting ends when its pipe does.
      last?.then((sandbox) => sandbox.kill()).catch(() => {});
    },
  };
}
