import type { Metadata } from "next";
import { sourceArrivals } from "../../../../features/sources/reads.ts";
import { SetUpScreen } from "../../../../features/sources/set-up-screen.tsx";
import { Prefetched } from "../../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Set up a source" };

export default function Page() {
  return (
    <Prefetched reads={[sourceArrivals()]}>
      <SetUpScreen />
    </Prefetched>
  );
}
