/** What speaks which wire format, where it usually listens, and under which name the price table knows it. No zod: also for a browser. */
export const providerKinds = [
  "openai",
  "azure-openai",
  "anthropic",
  "google",
  "mistral",
  "groq",
  "deepseek",
  "together",
  "openrouter",
  "ollama",
  "vllm",
  "openai-compatible",
  "demonstration",
] as const;
export type ProviderKind = (typeof providerKinds)[number];

export const providerDialects = ["openai", "anthropic"] as const;
export type ProviderDialect = (typeof providerDialects)[number];

export type KindOfProvider = {
  title: string;
  dialect: ProviderDialect;
  /** Where the provider listens; null: there is no usual place, it has to be said. */
  baseUrl: string | null;
  /** Shown in an empty field. */
  example: string;
  /** Name in the price table; null goes by the model's name. */
  priceProvider: string | null;
  needsCredential: boolean;
};

/** Addresses from each provider's API reference, read in November 2026. The protocol's paths are appended. */
export const kindsOfProviders: Readonly<Record<ProviderKind, KindOfProvider>> = {
  openai: kind("OpenAI", "https://api.openai.com/v1", "openai"),
  "azure-openai": {
    ...kind("Azure OpenAI", null, "azure"),
    example: "https://<resource>.openai.azure.com",
  },
  anthropic: { ...kind("Anthropic", "https://api.anthropic.com", "anthropic"), dialect: "anthropic" },
  google: kind("Google", "https://generativelanguage.googleapis.com/v1beta/openai", "google"),
  mistral: kind("Mistral", "https://api.mistral.ai/v1", "mistral"),
  groq: kind("Groq", "https://api.groq.com/openai/v1", "groq"),
  deepseek: kind("DeepSeek", "https://api.deepseek.com/v1", "deepseek"),
  together: kind("Together AI", "https://api.together.xyz/v1", "together"),
  openrouter: kind("OpenRouter", "https://openrouter.ai/api/v1", "openrouter"),
  // Named, so that a model run here is never charged at some provider's price for one of the same name.
  ollama: { ...kind("Ollama", "http://127.0.0.1:11434/v1", "ollama"), needsCredential: false },
  vllm: {
    ...kind("vLLM", null, "vllm"),
    example: "http://127.0.0.1:8000/v1",
    needsCredential: false,
  },
  "openai-compatible": {
    ...kind("OpenAI-compatible", null, null),
    example: "https://models.example.com/v1",
    needsCredential: false,
  },
  demonstration: {
    ...kind("Demonstration provider", null, null),
    example: "http://127.0.0.1:4700/v1",
    needsCredential: false,
  },
};

function kind(title: string, baseUrl: string | null, priceProvider: string | null): KindOfProvider {
  return {
    title,
    dialect: "openai",
    baseUrl,
    example: baseUrl ?? "https://models.example.com/v1",
    priceProvider,
    needsCredential: true,
  };
}

/** Azure's stable API when none is named. */
export const azureApiVersion = "2024-10-21";
