import { scopes } from "@triops/kernel/context";

/** Texts of the keys in `first-run.json`. */
export type FirstKeys = { apiKey: string; keys: { ingest: string; llm: string } };

/** The keys of a first run, with what each may do. */
export const firstKeys = ({ apiKey, keys }: FirstKeys) => [
  { name: "First run: everything", scopes: [...scopes], key: apiKey },
  { name: "First run: ingest", scopes: ["ingest" as const], key: keys.ingest },
  { name: "First run: LLM proxy", scopes: ["llm" as const], key: keys.llm },
];
