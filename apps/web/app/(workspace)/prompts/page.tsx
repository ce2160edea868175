import type { Metadata } from "next";
import { labelRequestPages } from "../../../features/label-requests/reads.ts";
import { PromptList } from "../../../features/prompts/list-screen.tsx";
import { promptFolders, promptPages } from "../../../features/prompts/reads.ts";
import { Prefetched } from "../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Prompts" };

export default function Page() {
  return (
    <Prefetched reads={[promptPages(), promptFolders(), labelRequestPages({ state: "waiting" })]}>
      <PromptList />
    </Prefetched>
  );
}
