import type { Metadata } from "next";
import { routePages } from "../../../features/llm-routes/reads.ts";
import { sessionById } from "../../../features/playground/reads.ts";
import { Playground } from "../../../features/playground/screen.tsx";
import { promptByName, versionByNumber } from "../../../features/prompts/reads.ts";
import { Prefetched } from "../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Playground" };

type Address = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function Page({ searchParams }: Address) {
  const { session, prompt, version, against } = await searchParams;
  const named = typeof prompt === "string" ? prompt : null;
  const numbers = [version, against].flatMap((one) => (Number(one) > 0 ? [Number(one)] : []));
  return (
    <Prefetched
      reads={[
        routePages({}),
        ...(typeof session === "string" ? [sessionById(session)] : []),
        ...(named === null
          ? []
          : [promptByName(named), ...numbers.map((number) => versionByNumber(named, number))]),
      ]}
    >
      <Playground />
    </Prefetched>
  );
}
