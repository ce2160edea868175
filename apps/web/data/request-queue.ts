type Open = { state: string; requesterId: string | null };

/** The sentence that a queue of requests for approval opens with. */
export function queueAnswer(open: readonly Open[], more: boolean, memberId: string): string {
  if (open.length === 0) return "Nothing waits for a decision.";
  const waiting = open.filter(({ state }) => state === "waiting");
  const yours = waiting.filter(({ requesterId }) => requesterId !== memberId).length;
  const failed = open.filter(({ state }) => state === "failed").length;
  const count = `${open.length}${more ? "+" : ""} ${open.length === 1 ? "request is" : "requests are"} open`;
  const parts = [
    yours > 0 && `${yours} you can decide`,
    waiting.length - yours > 0 && `${waiting.length - yours} of your own`,
    failed > 0 && `${failed} held up by a check`,
  ].filter(Boolean);
  return `${count}${parts.length > 0 ? `: ${parts.join(", ")}` : ""}.`;
}
