import { anthropicForm } from "./bridges/anthropic-fault.ts";
import { anthropicMessages } from "./bridges/anthropic-messages.ts";
import { openaiChat } from "./bridges/openai-chat.ts";
import { openaiEmbeddings } from "./bridges/openai-embeddings.ts";
import { openaiResponses } from "./bridges/openai-responses.ts";
import type { Operation } from "./call.ts";
import { openaiForm, responsesForm } from "./fault-forms.ts";
import type { Bridge, FaultForm } from "./ports.ts";

/** How callers speak. */
export type CallerForm = {
  faults: FaultForm;
  /** Reads answers in this form, for the record of what a guardrail has changed. */
  reads: Bridge;
};

const forms: Record<Operation, CallerForm> = {
  chat: { faults: openaiForm, reads: openaiChat },
  responses: { faults: responsesForm, reads: openaiResponses },
  embeddings: { faults: openaiForm, reads: openaiEmbeddings },
  messages: { faults: anthropicForm, reads: anthropicMessages },
};

export const formOf = (operation: Operation): CallerForm => forms[operation];
