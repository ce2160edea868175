import { defineSurface } from "../api.ts";
import { getConversation } from "./get-conversation.ts";
import { getSession, getUser, listSessions, listUsers } from "./groups.ts";
import { facets, get, graph, list, timeline } from "./read.ts";
import { getSpan } from "./span.ts";

export const surface = defineSurface(
  "llm-traces",
  {
    title: "LLM traces",
    description:
      "Calls of models and the agents, tools and steps around them, with what they cost. A search names fields (model, prompt, version, user, cost, latency, score.<name> …) and words; a trace fits when one of its spans does.",
  },
  [
    {
      method: "GET",
      path: "/llm-traces",
      verb: list,
      summary: "Search traces by time, cost, latency or tokens",
    },
    {
      method: "GET",
      path: "/llm-traces/timeline",
      verb: timeline,
      summary: "Calls, errors, cost and tokens over time",
    },
    {
      method: "GET",
      path: "/llm-traces/facets",
      verb: facets,
      summary: "Most frequent values of every field",
    },
    {
      method: "GET",
      path: "/llm-traces/{traceId}",
      verb: get,
      summary: "A trace's spans, in columns, with costs",
    },
    {
      method: "GET",
      path: "/llm-traces/{traceId}/graph",
      verb: graph,
      summary: "Its agents, tools and models, and who called whom",
    },
    {
      method: "GET",
      path: "/llm-traces/{traceId}/spans/{spanId}",
      verb: getSpan,
      summary: "One span with messages, usage and everything it carried",
    },
    { method: "GET", path: "/llm-sessions", verb: listSessions, summary: "List conversations" },
    {
      method: "GET",
      path: "/llm-sessions/{session}",
      verb: getSession,
      summary: "What a conversation came to",
    },
    {
      method: "GET",
      path: "/llm-sessions/{session}/conversation",
      verb: getConversation,
      summary: "Its messages, trace by trace, each once",
    },
    {
      method: "GET",
      path: "/llm-users",
      verb: listUsers,
      summary: "List the users that calls were made for",
    },
    { method: "GET", path: "/llm-users/{user}", verb: getUser, summary: "What a user's calls came to" },
  ],
);
