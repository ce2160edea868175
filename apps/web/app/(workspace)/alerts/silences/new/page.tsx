import type { Metadata } from "next";
import { NewSilence } from "../../../../../features/silences/new-screen.tsx";

export const metadata: Metadata = { title: "New silence" };

export default function Page() {
  return <NewSilence />;
}
