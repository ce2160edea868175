import { isFields, textOf } from "../fields.ts";
import type { Bridge } from "../ports.ts";
import { readOpenaiFault } from "./openai-fault.ts";

/** Embeddings, passed on as they are; the vectors are nothing to keep. */
export const openaiEmbeddings: Bridge = {
  usageDialect: "openai-chat",
  path: "/embeddings",
  headers: () => ({}),
  requestBody: (call, model) => ({ ...call.body, model }),
  readAnswer: (_call, body) => ({
    answer: {
      responseModel: textOf(body.model),
      responseId: textOf(body.id),
      usage: isFields(body.usage) ? { model: body.model, usage: body.usage } : null,
      finishReasons: [],
      output: null,
      outputText: "",
    },
    body: null,
  }),
  openStream: () => {
    throw new Error("embeddings do not stream");
  },
  readFault: readOpenaiFault,
};
