import type { Metadata } from "next";
import { PromotionDetail } from "../../../../features/promotions/detail-screen.tsx";
import { promotionById, promotionTimeline } from "../../../../features/promotions/reads.ts";
import { Prefetched } from "../../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Promotion" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Prefetched reads={[promotionById(id), promotionTimeline(id)]}>
      <PromotionDetail id={id} />
    </Prefetched>
  );
}
