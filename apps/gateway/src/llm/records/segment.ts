import { closeSync, openSync, readFileSync, writevSync } from "node:fs";
import { decodeFrames, encodeFrame, type Frame, type SpooledCall } from "./frames.ts";

/** One file of the spool: one batch, one insert per table. Written by one process, then read until the stores have it. */
export type Segment = {
  name: string;
  path: string;
  bytes: number;
  /** The newest group. */
  groups: number;
  /** Groups up to here are settled. */
  settled: number;
  /** What is not settled yet. */
  unsettled: { group: number; calls: readonly SpooledCall[] }[];
  /** Kept while memory allows; else read again from the file. */
  frames: Frame[] | null;
  /** Left by another process: asked first which of its rows are stored already. */
  isLeftOver: boolean;
  /** Refused by the store and kept: tried again some day, it must not be settled again. */
  isSetAside?: boolean;
};

export type OpenSegment = Segment & {
  frames: Frame[];
  /** A synchronous write to the page cache: some microseconds, where a thread pool's turn takes a tenth of a millisecond. */
  write(frame: Omit<Frame, "group">): void;
  /** No more frames come. */
  seal(): void;
};

export function openSegment(folder: string, name: string): OpenSegment {
  const path = `${folder}/${name}`;
  const file = openSync(path, "ax", 0o600);
  const segment: OpenSegment = {
    name,
    path,
    bytes: 0,
    groups: 0,
    settled: 0,
    unsettled: [],
    frames: [],
    isLeftOver: false,
    write(parts) {
      const frame: Frame = { group: segment.groups + 1, ...parts };
      const buffers = encodeFrame(frame);
      const bytes = buffers.reduce((sum, buffer) => sum + buffer.length, 0);
      const written = writevSync(file, buffers);
      // A full disk may take a part: the reader stops there, so nothing may follow it in this file.
      if (written !== bytes) throw new Error(`Only ${written} of ${bytes} bytes were written`);
      segment.groups = frame.group;
      segment.bytes += bytes;
      segment.frames.push(frame);
      segment.unsettled.push({ group: frame.group, calls: frame.calls });
    },
    seal: () => closeSync(file),
  };
  return segment;
}

/** @returns null when nothing in it is whole */
export function readSegment(folder: string, name: string, isLeftOver: boolean): Segment | null {
  const path = `${folder}/${name}`;
  const content = readFileSync(path);
  const frames = decodeFrames(content);
  const last = frames.at(-1);
  if (!last) return null;
  return {
    name,
    path,
    bytes: content.length,
    groups: last.group,
    settled: 0,
    unsettled: frames.map(({ group, calls }) => ({ group, calls })),
    frames,
    isLeftOver,
  };
}
