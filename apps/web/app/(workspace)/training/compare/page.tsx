import type { Metadata } from "next";
import { CompareScreen } from "../../../../features/training/compare-screen.tsx";

export const metadata: Metadata = { title: "Compare runs" };

/** Which runs is said behind the `#` or takes several pages: the browser asks. */
export default function Page() {
  return <CompareScreen />;
}
