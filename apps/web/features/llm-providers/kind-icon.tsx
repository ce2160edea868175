import type { ProviderKind } from "@triops/domains/llm-providers/rules";
import { cn } from "@triops/ui/class-names";
import { kindTitle } from "./words.ts";

/** Two letters in a box: recognisable without anybody's trademark. */
const letters: Record<ProviderKind, string> = {
  openai: "Oa",
  "azure-openai": "Az",
  anthropic: "An",
  google: "Go",
  mistral: "Mi",
  groq: "Gq",
  deepseek: "Ds",
  together: "To",
  openrouter: "Or",
  ollama: "Ol",
  vllm: "vL",
  "openai-compatible": "Oc",
  demonstration: "De",
};

export function KindIcon({ kind }: { kind: ProviderKind }) {
  return (
    <span
      aria-hidden="true"
      title={kindTitle(kind)}
      className={cn(
        "inline-flex size-6 shrink-0 items-center justify-center rounded-control border border-line-subtle bg-raised text-axis font-semibold text-ink-2",
        kind === "demonstration" && "border-dashed border-line",
      )}
    >
      {letters[kind]}
    </span>
  );
}
