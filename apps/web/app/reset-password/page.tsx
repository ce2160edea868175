import type { Metadata } from "next";
import { ResetPassword } from "../../features/sign-in/reset-password-screen.tsx";

export const metadata: Metadata = { title: "New password", referrer: "no-referrer" };

export default async function Page({ searchParams }: { searchParams: Promise<{ token?: string }> }) {
  const { token = "" } = await searchParams;
  return <ResetPassword token={token} />;
}
