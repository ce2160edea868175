"use client";
import { Button } from "@triops/ui/button";
import { rangeParameters } from "@triops/ui/time-ranges";
import { RotateCw } from "lucide-react";
import { useEffect, useState } from "react";
import type { PageRange } from "./time-range.ts";

/** Epoch milliseconds; without `toMs` itself. */
export type TimeSpan = { fromMs: number; toMs: number };

export type StillSpan = TimeSpan & {
  /** The page's range has gone on since. */
  behind: boolean;
  catchUp(): void;
};

/** The page's range as it was when it, or what is asked, was chosen; it does not move while somebody reads. */
export function useStillSpan(page: PageRange, asked: string): StillSpan {
  const key = JSON.stringify([rangeParameters(page.range), asked]);
  const now = { fromMs: page.fromMs, toMs: page.toMs };
  const catchUp = () => setStill({ key, span: now });
  const [still, setStill] = useState({ key, span: now });
  if (still.key === key) return { ...still.span, behind: still.span.toMs < now.toMs, catchUp };
  setStill({ key, span: now });
  return { ...now, behind: false, catchUp };
}

/** Who has nothing to read yet is not disturbed: an empty list follows the page's range. */
export function useCatchUp({ behind, catchUp }: StillSpan, isEmpty: boolean): void {
  useEffect(() => {
    if (isEmpty && behind) catchUp();
  });
}

/** Beside the title of a list that keeps still. */
export function ShowNewer({ still }: { still: StillSpan }) {
  if (!still.behind) return null;
  return (
    <Button size="sm" variant="ghost" icon={<RotateCw aria-hidden="true" />} onClick={still.catchUp}>
      Show newer
    </Button>
  );
}
