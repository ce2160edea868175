/**
 * One name for a provider, whoever names it: the price table's. Sources: OpenTelemetry's `gen_ai.provider.name` and
 * the older `gen_ai.system`, the provider strings of the AI SDK (`openai.chat`), LiteLLM's and LangChain's names.
 */
const aliases: Readonly<Record<string, string>> = {
  "aws.bedrock": "aws",
  "amazon-bedrock": "aws",
  amazon_bedrock: "aws",
  bedrock: "aws",
  bedrock_converse: "aws",
  aws_bedrock: "aws",
  "azure.ai.openai": "azure",
  "azure.ai.inference": "azure",
  "azure-openai": "azure",
  azure_openai: "azure",
  az: "azure",
  "gcp.gemini": "google",
  "gcp.vertex_ai": "google",
  "gcp.gen_ai": "google",
  gemini: "google",
  vertex: "google",
  vertexai: "google",
  vertex_ai: "google",
  google_genai: "google",
  google_vertexai: "google",
  "google.generative-ai": "google",
  "google.vertex": "google",
  mistral_ai: "mistral",
  mistralai: "mistral",
  x_ai: "x-ai",
  xai: "x-ai",
  moonshot_ai: "moonshotai",
  moonshot: "moonshotai",
  together_ai: "together",
  togetherai: "together",
  fireworks_ai: "fireworks",
  "text-completion-openai": "openai",
  anthropic_messages: "anthropic",
};

/** Endings that the AI SDK appends for the kind of model. */
const kinds = /\.(chat|responses|completion|messages|embedding|embeddings|image|speech|transcription)$/;

/** @returns the name in the price table's terms, or the given one in lower case */
export function providerName(stated: string): string {
  const lower = stated.trim().toLowerCase();
  const bare = lower.replace(kinds, "");
  return aliases[lower] ?? aliases[bare] ?? bare;
}
