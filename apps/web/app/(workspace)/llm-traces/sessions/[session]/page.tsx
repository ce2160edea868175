import type { Metadata } from "next";
import { floorToMove } from "../../../../../data/page-time.ts";
import { conversationPages, sessionById } from "../../../../../features/llm-traces/reads.ts";
import { SessionScreen } from "../../../../../features/llm-traces/session-screen.tsx";
import { Prefetched } from "../../../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "LLM session" };

type Props = {
  params: Promise<{ session: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function Page({ params, searchParams }: Props) {
  const session = decodeURIComponent((await params).session);
  const { at, view } = await searchParams;
  const given = typeof at === "string" ? Date.parse(at) : Number.NaN;
  const atMs = Number.isFinite(given) ? given : floorToMove(Date.now());
  const reads = [sessionById(session, atMs), ...(view ? [] : [conversationPages(session, atMs)])];
  return (
    <Prefetched reads={reads}>
      <SessionScreen session={session} atMs={atMs} view={view === "traces" ? "traces" : "conversation"} />
    </Prefetched>
  );
}
