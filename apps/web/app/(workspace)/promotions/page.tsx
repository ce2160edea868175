import type { Metadata } from "next";
import { PromotionQueue } from "../../../features/promotions/queue-screen.tsx";
import { promotionPages } from "../../../features/promotions/reads.ts";
import { Prefetched } from "../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Promotions" };

export default function Page() {
  return (
    <Prefetched reads={[promotionPages({ state: "open" })]}>
      <PromotionQueue />
    </Prefetched>
  );
}
