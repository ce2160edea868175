import type { Fields } from "../fields.ts";
import type { TextWindow } from "./text-window.ts";

/** What a form's events say, and how what was held back is told in it. */
export type Channels = {
  /** Events in place of this one. @throws CallFault */
  take(event: Fields): Fields[];
  /** What is still held back. @throws CallFault */
  end(): Fields[];
};

export type Checks = {
  /** A text that comes in pieces. */
  open(): TextWindow;
  /** Arguments of a tool, when they are whole: JSON stays JSON. */
  json(text: string): string;
  /** Whatever repeats what was checked before: replaced alike, counted once. */
  repeated(value: unknown): unknown;
};
