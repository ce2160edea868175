import type { Metadata } from "next";
import { connection } from "next/server";
import { ApiDocs } from "../../../features/api-docs/screen.tsx";
import { api } from "../../../server/api.ts";
import { web } from "../../../server/runtime.ts";

export const metadata: Metadata = { title: "JSON API" };

export default async function Page() {
  await connection();
  return <ApiDocs chapters={api().chapters} webUrl={web().runtime.webUrl} />;
}
