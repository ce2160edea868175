/** A chat completion of 350 bytes and the question to it: what every gateway is asked to pass on. */
export const answerBody = JSON.stringify({
  id: "chatcmpl-9a1b2c3d4e5f",
  object: "chat.completion",
  created: 1_790_000_000,
  model: "gpt-4o-mini-2024-07-18",
  choices: [
    {
      index: 0,
      message: { role: "assistant", content: "The capital of France is Paris." },
      logprobs: null,
      finish_reason: "stop",
    },
  ],
  usage: { prompt_tokens: 24, completion_tokens: 8, total_tokens: 32 },
});

export const questionBody = (model: string): string =>
  JSON.stringify({
    model,
    max_tokens: 64,
    messages: [
      { role: "system", content: "You are a helpful assistant." },
      { role: "user", content: "What is the capital of France? Answer in one sentence." },
    ],
  });
