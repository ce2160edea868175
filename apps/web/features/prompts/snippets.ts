/** How to call a prompt from programs: text to paste, with the reader's own addresses. */
export type SnippetLanguage = "openai-js" | "openai-python" | "curl" | "langfuse-js" | "langfuse-python";

export const snippetLanguages = [
  { value: "openai-js", label: "OpenAI, JavaScript" },
  { value: "openai-python", label: "OpenAI, Python" },
  { value: "curl", label: "curl" },
  { value: "langfuse-js", label: "Langfuse, JavaScript" },
  { value: "langfuse-python", label: "Langfuse, Python" },
] as const satisfies readonly { value: SnippetLanguage; label: string }[];

export type Referenced = {
  webUrl: string;
  gatewayUrl: string;
  name: string;
  type: "text" | "chat";
  label: string | null;
  version: number | null;
  /** A route's public name. */
  route: string;
  /** Values to show, by variable. */
  values: Readonly<Record<string, unknown>>;
  /** Which of them are lists of messages: Langfuse's JavaScript client takes those apart. */
  placeholders: readonly string[];
  /** What goes along with the messages; it wins over what the version says. */
  parameters: Readonly<Record<string, unknown>>;
};

const js = (value: unknown) => JSON.stringify(value);
/** JSON is Python but for three words. */
export const python = (value: unknown): string => {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) return `[${value.map(python).join(", ")}]`;
  if (typeof value === "object")
    return `{${Object.entries(value)
      .map(([key, one]) => `${js(key)}: ${python(one)}`)
      .join(", ")}}`;
  return js(value);
};
/** Arguments by name; names that are no Python are given as a dictionary. */
const pythonArguments = (values: Readonly<Record<string, unknown>>): string =>
  Object.keys(values).every((name) => /^[A-Za-z_]\w*$/.test(name))
    ? Object.entries(values)
        .map(([name, value]) => `${name}=${python(value)}`)
        .join(", ")
    : `**${python(values)}`;
/** Within single quotes of a shell. */
const shell = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** By reference: the gateway fetches, fills in and records the version. */
export function referenceSnippet(language: SnippetLanguage, given: Referenced): string {
  const { webUrl, gatewayUrl, name, label, version, route, values, type, placeholders, parameters } = given;
  const which = version === null ? { label: label ?? "production" } : { version };
  const prompt = { name, ...which, variables: values };
  switch (language) {
    case "openai-js":
      return [
        'import OpenAI from "openai";',
        `const client = new OpenAI({ baseURL: ${js(`${gatewayUrl}/v1`)}, apiKey: process.env.TRIOPS_API_KEY });`,
        "",
        "const answer = await client.chat.completions.create({",
        `  model: ${js(route)},`,
        "  messages: [],",
        ...Object.entries(parameters).map(([key, value]) => `  ${key}: ${js(value)},`),
        `  prompt: ${js(prompt)},`,
        "});",
        "console.log(answer.choices[0].message.content);",
      ].join("\n");
    case "openai-python":
      return [
        "import os",
        "from openai import OpenAI",
        `client = OpenAI(base_url=${js(`${gatewayUrl}/v1`)}, api_key=os.environ["TRIOPS_API_KEY"])`,
        "",
        "answer = client.chat.completions.create(",
        `    model=${js(route)},`,
        "    messages=[],",
        ...Object.entries(parameters).map(([key, value]) => `    ${key}=${python(value)},`),
        `    extra_body={"prompt": ${python(prompt)}},`,
        ")",
        "print(answer.choices[0].message.content)",
      ].join("\n");
    case "curl":
      return [
        `curl ${gatewayUrl}/v1/chat/completions \\`,
        '  -H "authorization: Bearer $TRIOPS_API_KEY" -H "content-type: application/json" \\',
        `  -d ${shell(js({ model: route, messages: [], ...parameters, prompt }))}`,
      ].join("\n");
    case "langfuse-js": {
      const isPlaceholder = ([key]: [string, unknown]) => placeholders.includes(key);
      const messages = Object.fromEntries(Object.entries(values).filter(isPlaceholder));
      const texts = Object.fromEntries(Object.entries(values).filter((one) => !isPlaceholder(one)));
      const taken = placeholders.length === 0 ? js(texts) : `${js(texts)}, ${js(messages)}`;
      return [
        'import { LangfuseClient } from "@langfuse/client";',
        `const langfuse = new LangfuseClient({ baseUrl: ${js(webUrl)}, publicKey: "triops", secretKey: process.env.TRIOPS_API_KEY });`,
        "",
        `const prompt = await langfuse.prompt.get(${js(name)}, ${js({ ...which, type })});`,
        `const ${type === "text" ? "text" : "messages"} = prompt.compile(${taken});`,
      ].join("\n");
    }
    case "langfuse-python":
      return [
        "import os",
        "from langfuse import Langfuse",
        `langfuse = Langfuse(host=${js(webUrl)}, public_key="triops", secret_key=os.environ["TRIOPS_API_KEY"])`,
        "",
        `prompt = langfuse.get_prompt(${js(name)}, type=${js(type)}, ${version === null ? `label=${js(label ?? "production")}` : `version=${version}`})`,
        `${type === "text" ? "text" : "messages"} = prompt.compile(${pythonArguments(values)})`,
      ].join("\n");
  }
}

export type Inline = {
  webUrl: string;
  gatewayUrl: string;
  route: string;
  messages: readonly object[];
  parameters: Readonly<Record<string, unknown>>;
};

/** A draft as it stands, sent whole. */
export function inlineSnippet(language: "openai-js" | "openai-python" | "curl", given: Inline): string {
  const { gatewayUrl, route, messages, parameters } = given;
  const body = { model: route, messages, ...parameters };
  switch (language) {
    case "openai-js":
      return [
        'import OpenAI from "openai";',
        `const client = new OpenAI({ baseURL: ${js(`${gatewayUrl}/v1`)}, apiKey: process.env.TRIOPS_API_KEY });`,
        "",
        `const answer = await client.chat.completions.create(${JSON.stringify(body, null, 2)});`,
        "console.log(answer.choices[0].message.content);",
      ].join("\n");
    case "openai-python":
      return [
        "import os",
        "from openai import OpenAI",
        `client = OpenAI(base_url=${js(`${gatewayUrl}/v1`)}, api_key=os.environ["TRIOPS_API_KEY"])`,
        "",
        "answer = client.chat.completions.create(",
        ...Object.entries(body).map(([key, value]) => `    ${key}=${python(value)},`),
        ")",
        "print(answer.choices[0].message.content)",
      ].join("\n");
    case "curl":
      return [
        `curl ${gatewayUrl}/v1/chat/completions \\`,
        '  -H "authorization: Bearer $TRIOPS_API_KEY" -H "content-type: application/json" \\',
        `  -d ${shell(JSON.stringify(body, null, 2))}`,
      ].join("\n");
  }
}
