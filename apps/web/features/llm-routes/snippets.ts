/** How programs call a route: their own client, another base URL, a virtual key. */
export const curlSnippet = (gatewayUrl: string, model: string, key: string): string =>
  [
    `curl ${gatewayUrl}/v1/chat/completions \\`,
    `  -H "authorization: Bearer ${key}" -H "content-type: application/json" \\`,
    `  -d '{"model": "${model}", "messages": [{"role": "user", "content": "Hello"}]}'`,
  ].join("\n");

export const javascriptSnippet = (gatewayUrl: string, model: string, key: string): string =>
  `import OpenAI from "openai";

const client = new OpenAI({ baseURL: "${gatewayUrl}/v1", apiKey: "${key}" });
const answer = await client.chat.completions.create({
  model: "${model}",
  messages: [{ role: "user", content: "Hello" }],
});
console.log(answer.choices[0].message.content);`;

export const pythonSnippet = (gatewayUrl: string, model: string, key: string): string =>
  `from openai import OpenAI

client = OpenAI(base_url="${gatewayUrl}/v1", api_key="${key}")
answer = client.chat.completions.create(
    model="${model}",
    messages=[{"role": "user", "content": "Hello"}],
)
print(answer.choices[0].message.content)`;

export const anthropicSnippet = (gatewayUrl: string, model: string, key: string): string =>
  `from anthropic import Anthropic

client = Anthropic(base_url="${gatewayUrl}", api_key="${key}")
answer = client.messages.create(
    model="${model}",
    max_tokens=200,
    messages=[{"role": "user", "content": "Hello"}],
)
print(answer.content[0].text)`;
