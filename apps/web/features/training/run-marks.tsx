import type { RunStatus } from "@triops/domains/training/schemas";
import { Badge, type BadgeTone } from "@triops/ui/badge";
import { Ban, CircleCheck, CircleDashed, CircleX, Loader } from "lucide-react";
import type { ReactNode } from "react";

const marks: Record<RunStatus, { tone: BadgeTone; word: string; icon: ReactNode }> = {
  RUNNING: { tone: "sev4", word: "Running", icon: <Loader aria-hidden="true" /> },
  SCHEDULED: { tone: "neutral", word: "Scheduled", icon: <CircleDashed aria-hidden="true" /> },
  FINISHED: { tone: "ok", word: "Finished", icon: <CircleCheck aria-hidden="true" /> },
  FAILED: { tone: "sev2", word: "Failed", icon: <CircleX aria-hidden="true" /> },
  KILLED: { tone: "neutral", word: "Killed", icon: <Ban aria-hidden="true" /> },
};

/** A run's state in shape, word and colour. */
export function RunMark({ status }: { status: RunStatus }) {
  const { tone, word, icon } = marks[status];
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  );
}

export const isUnderWay = (status: RunStatus): boolean => status === "RUNNING" || status === "SCHEDULED";
