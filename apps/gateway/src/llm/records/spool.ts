import { renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isTriopsError } from "@triops/kernel/errors";
import type { Logger } from "@triops/kernel/logger";
import type { Telemetry } from "@triops/telemetry/client/telemetry";
import type { Scripts } from "../limits/redis-scripts.ts";
import { deliver } from "./deliver.ts";
import type { Frame } from "./frames.ts";
import { ownSpool } from "./owners.ts";
import { type OpenSegment, openSegment, readSegment, type Segment } from "./segment.ts";
import { markOf, settleSegment } from "./settle.ts";

export type SpoolState = {
  /** Bytes in the folder and the bound beyond which calls are refused. */
  bytes: number;
  bytesMax: number;
  segments: number;
  /** Calls whose rows ClickHouse has not yet, and those whose cost Redis has not yet. */
  waitingCalls: number;
  unsettledCalls: number;
  delivered: number;
  /** Segments found at start, from a process that ended at once. */
  leftOver: number;
  /** Segments that a store will never take; kept beside as `.refused`. */
  refused: number;
  storeAwaySince: Date | null;
  /** Why the last write failed; null while writing works. */
  writeFault: string | null;
};

export type Spool = {
  /** Null while calls may start. */
  refusal(): string | null;
  /** Resolves when the frame is in the file, or, should the disk refuse it, in the stores. */
  write(frame: Omit<Frame, "group">): Promise<void>;
  state(): SpoolState;
  /** Tries to hand everything over; what the stores do not take stays for the next process. */
  close(): Promise<void>;
};

/** A segment is one insert: it leaves after so long or when it is so large. */
const segmentMsMax = 500;
const segmentBytesMax = 8 * 1024 * 1024;
const retryMs = 500;
/** A refusal may be of a store that is not migrated yet: for a minute it is asked again. */
const refusalsMax = 60_000 / retryMs;
/** Calls that end within so long are settled together; what they held is held until then. */
const settleMs = 20;
/** Rows kept in memory beside their files; the rest is read again when its turn comes. */
const memoryBytesMax = 48 * 1024 * 1024;
const lookForLeftOversMs = 30_000;
/** After a failed write the disk is tried again with the next calls. */
const writeFaultMs = 2_000;
/** A caller whose record the disk refused waits no longer than this for the stores, ms. */
const memoryOnlyMsMax = 5_000;

export type SpoolOptions = {
  folder: string;
  bytesMax: number;
  telemetry: Telemetry;
  scripts: Scripts;
  log: Logger;
  now: () => number;
};

export function createSpool({ folder, bytesMax, telemetry, scripts, log, now }: SpoolOptions): Spool {
  const owned = ownSpool(folder);
  let serial = 0;
  let open: OpenSegment | null = null;
  /** Not in ClickHouse yet, oldest first. */
  const waiting: Segment[] = [];
  /** In ClickHouse, but Redis does not know their cost yet. */
  const delivered: Segment[] = [];
  /** Marks in Redis that nobody needs any more. */
  const goneMarks: string[] = [];
  const taken = new Set<string>();
  /** Frames that the disk refused: their writers wait for the stores. */
  const memoryOnly = new Map<string, () => void>();
  let bytes = 0;
  let memoryBytes = 0;
  let count = 0;
  let leftOver = 0;
  let refused = 0;
  /** Of the segment whose turn it is. */
  let refusals = 0;
  let storeAwaySince: Date | null = null;
  let writeFault: { text: string; atMs: number } | null = null;
  let delivering = false;
  let settling = false;
  let settleFault = "";
  let closing = false;

  const forget = (segment: Segment) => {
    bytes -= segment.bytes;
    taken.delete(segment.name);
    rmSync(segment.path, { force: true });
    if (!segment.isSetAside) goneMarks.push(markOf(segment));
    memoryOnly.get(segment.name)?.();
    memoryOnly.delete(segment.name);
  };

  const seal = () => {
    if (!open) return;
    const segment = open;
    open = null;
    segment.seal();
    enqueue(segment);
  };
  const enqueue = (segment: Segment) => {
    if (memoryBytes > memoryBytesMax && !memoryOnly.has(segment.name)) segment.frames = null;
    else memoryBytes += segment.bytes;
    waiting.push(segment);
    void deliverNext();
  };

  const framesOf = (segment: Segment): Frame[] | null =>
    segment.frames ?? readSegment(folder, segment.name, segment.isLeftOver)?.frames ?? null;

  const deliverNext = async () => {
    if (delivering) return;
    delivering = true;
    try {
      for (let segment = waiting[0]; segment; segment = waiting[0]) {
        const isOnDisk = segment.frames === null;
        const frames = framesOf(segment);
        if (frames) await deliver(telemetry, segment, frames);
        waiting.shift();
        storeAwaySince = null;
        refusals = 0;
        if (!isOnDisk) memoryBytes -= segment.bytes;
        count += frames?.reduce((sum, frame) => sum + frame.calls.length, 0) ?? 0;
        segment.frames = null;
        delivered.push(segment);
        void settleNext();
      }
    } catch (error) {
      const segment = waiting[0];
      const isRefused = segment !== undefined && !isTriopsError(error);
      if (isRefused && ++refusals < refusalsMax) {
        if (refusals === 1) log.warn({ err: error }, "records of model calls are refused by the store");
      } else if (isRefused) {
        // Not "not now" but "never": it must not hold up the others.
        log.error(
          { err: error, segment: segment.name },
          "records of model calls cannot be stored; kept as .refused",
        );
        waiting.shift();
        refusals = 0;
        refused++;
        if (segment.frames) memoryBytes -= segment.bytes;
        setAside(segment);
        delivered.push(segment);
      } else if (storeAwaySince === null) {
        log.warn({ err: error }, "records of model calls wait for the store");
        storeAwaySince = new Date(now());
      }
    } finally {
      delivering = false;
    }
  };

  const setAside = (segment: Segment) => {
    segment.isSetAside = true;
    try {
      renameSync(segment.path, `${segment.path}.refused`);
    } catch (error) {
      log.error({ err: error }, "a segment could not be set aside");
    }
  };

  const settleNext = async () => {
    if (settling) return;
    settling = true;
    try {
      for (;;) {
        const segment = [...delivered, ...waiting, ...(open ? [open] : [])].find(
          (one) => one.unsettled.length > 0,
        );
        if (!segment) break;
        await settleSegment(scripts, segment, now(), goneMarks);
      }
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      if (text !== settleFault && scripts.awaySinceMs() === null)
        log.error({ err: error }, "the cost of model calls cannot be settled");
      settleFault = text;
    } finally {
      settling = false;
      for (const segment of delivered.splice(0))
        if (segment.unsettled.length === 0) forget(segment);
        else delivered.push(segment);
    }
  };

  let isSettleDue = false;
  const settleSoon = () => {
    if (isSettleDue) return;
    isSettleDue = true;
    setTimeout(() => {
      isSettleDue = false;
      void settleNext();
    }, settleMs);
  };

  const adopt = () => {
    for (const name of owned.leftOvers(now())) {
      if (taken.has(name)) continue;
      taken.add(name);
      try {
        const segment = readSegment(folder, name, true);
        if (!segment) {
          rmSync(join(folder, name), { force: true });
          taken.delete(name);
          continue;
        }
        leftOver++;
        bytes += segment.bytes;
        enqueue(segment);
      } catch (error) {
        log.error({ err: error, segment: name }, "a left-over segment cannot be read");
      }
    }
    void settleNext();
  };

  const retry = setInterval(() => {
    if (waiting.length > 0) void deliverNext();
    void settleNext();
  }, retryMs).unref();
  const look = setInterval(adopt, lookForLeftOversMs).unref();
  adopt();

  const begin = (): OpenSegment => {
    const name = `${owned.mark}-${String(++serial).padStart(8, "0")}.spool`;
    taken.add(name);
    const opened = openSegment(folder, name);
    open = opened;
    setTimeout(() => {
      if (open === opened) seal();
    }, segmentMsMax).unref();
    return opened;
  };

  /** What the disk refused is a segment of its own in memory, and its writer waits for the stores. */
  const keepInMemory = (frame: Omit<Frame, "group">): Promise<void> => {
    const name = `${owned.mark}-${String(++serial).padStart(8, "0")}.spool`;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(() => {
      log.error(
        { segment: name },
        "a record of model calls is in memory only: neither disk nor stores take it",
      );
      resolve();
    }, memoryOnlyMsMax).unref();
    memoryOnly.set(name, () => {
      clearTimeout(timer);
      resolve();
    });
    const size = frame.spans.length + frame.llmSpans.length;
    bytes += size;
    enqueue({
      name,
      path: join(folder, name),
      bytes: size,
      groups: 1,
      settled: 0,
      unsettled: [{ group: 1, calls: frame.calls }],
      frames: [{ group: 1, ...frame }],
      isLeftOver: false,
    });
    return promise;
  };

  return {
    refusal() {
      if (closing) return "The gateway is stopping";
      if (bytes >= bytesMax) return "Too many records of model calls wait to be stored";
      if (writeFault && now() - writeFault.atMs < writeFaultMs)
        return "Records of model calls cannot be written";
      return null;
    },
    write(frame) {
      try {
        const segment = open ?? begin();
        const before = segment.bytes;
        segment.write(frame);
        bytes += segment.bytes - before;
        writeFault = null;
        if (segment.bytes >= segmentBytesMax) seal();
        settleSoon();
        return Promise.resolve();
      } catch (error) {
        const text = error instanceof Error ? error.message : String(error);
        log.error({ err: error }, "a record of model calls could not be written");
        writeFault = { text, atMs: now() };
        try {
          seal();
        } catch {
          open = null;
        }
        return keepInMemory(frame);
      }
    },
    state: () => ({
      bytes,
      bytesMax,
      segments: waiting.length + delivered.length + (open ? 1 : 0),
      waitingCalls: [...waiting, ...(open ? [open] : [])].reduce((sum, one) => sum + callsIn(one), 0),
      unsettledCalls: [...delivered, ...waiting, ...(open ? [open] : [])].reduce(
        (sum, { unsettled }) => sum + unsettled.reduce((calls, group) => calls + group.calls.length, 0),
        0,
      ),
      delivered: count,
      leftOver,
      refused,
      storeAwaySince,
      writeFault: writeFault?.text ?? null,
    }),
    async close() {
      closing = true;
      clearInterval(look);
      seal();
      const deadline = Date.now() + closeMsMax;
      while ((waiting.length > 0 || delivered.length > 0) && Date.now() < deadline) {
        await Promise.all([deliverNext(), settleNext()]);
        if (storeAwaySince !== null || scripts.awaySinceMs() !== null) break;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      clearInterval(retry);
      owned.close();
    },
  };
}

/** A gateway that stops waits so long for its stores, ms; the files outlive it. */
const closeMsMax = 8_000;

const callsIn = (segment: Segment): number =>
  segment.frames?.reduce((sum, frame) => sum + frame.calls.length, 0) ?? segment.groups;
