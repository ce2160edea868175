import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Gallery } from "../../features/design/gallery.tsx";
import { isDesignPageShown } from "./env.ts";

export const metadata: Metadata = { title: "Design" };
export const dynamic = "force-dynamic";

export default function DesignPage() {
  if (!isDesignPageShown()) notFound();
  return <Gallery nowMs={Date.now()} />;
}
