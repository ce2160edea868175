import type { Metadata } from "next";
import { floorToMove } from "../../../../data/page-time.ts";
import { PromptDetail } from "../../../../features/prompts/detail-screen.tsx";
import { promptByName } from "../../../../features/prompts/reads.ts";
import { Prefetched } from "../../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Prompt" };

export default async function Page({ params }: { params: Promise<{ name: string }> }) {
  const name = decodeURIComponent((await params).name);
  return (
    <Prefetched reads={[promptByName(name)]}>
      <PromptDetail name={name} nowMs={floorToMove(Date.now())} />
    </Prefetched>
  );
}
