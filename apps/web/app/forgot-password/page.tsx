import type { Metadata } from "next";
import { connection } from "next/server";
import { ForgotPassword } from "../../features/sign-in/forgot-password-screen.tsx";
import { signInFacts } from "../../server/sign-in-facts.ts";

export const metadata: Metadata = { title: "Forgot password" };

export default async function Page() {
  // What the installation offers is known when it runs, not when it is built.
  await connection();
  return <ForgotPassword mailWorks={signInFacts().mail} />;
}
