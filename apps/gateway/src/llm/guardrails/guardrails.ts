import { setImmediate } from "node:timers/promises";
import type { PublishedRoute } from "@triops/domains/llm-routes/snapshot-schemas";
import type { LlmCall } from "../call.ts";
import type { Fields } from "../fields.ts";
import type { AskRoute, Checked, Guardrails } from "../ports.ts";
import { checkAttached } from "./attached.ts";
import { blockedBy, Findings, type Side, sideOf } from "./checks.ts";
import { checkedDefinitions } from "./definitions.ts";
import { judgeTopics } from "./judge.ts";
import { guardStream } from "./stream-guard.ts";
import { TextWindow } from "./text-window.ts";
import { answered, type Change, changeSpoken } from "./texts.ts";

/** Longer texts are checked in pieces with a breath between, so that other calls go on. */
const pieceChars = 64 * 1024;

/**
 * Checks of requests and answers, by the guardrails of a route. Nothing here keeps a value: findings count, and values
 * have names within a call only. @param ask for judges of topics
 */
export function createGuardrails(ask: AskRoute): Guardrails {
  const requests = ready("request");
  const responses = ready("response");
  /** Names of values go with a call: its answer uses those of its request. */
  const names = new WeakMap<LlmCall, Findings["placeholders"]>();

  const findingsOf = (call: LlmCall): Findings => {
    const findings = new Findings(names.get(call));
    names.set(call, findings.placeholders);
    return findings;
  };

  return {
    async checkRequest(route, call) {
      const side = requests(route);
      const findings = findingsOf(call);
      const said = await checked(side, call.body, findings);
      const body = checkedDefinitions(side, said, findings);
      checkAttached(side, body, findings);
      if (!findings.blocking())
        for (const guardrail of side.topics)
          await judgeTopics(guardrail, call.workspaceId, body, ask, findings);
      return verdict(body, findings);
    },
    async checkResponse(route, call, answer) {
      const findings = findingsOf(call);
      return verdict(await checked(responses(route), answer, findings), findings);
    },
    openStream(route, call) {
      const side = responses(route);
      if (side.finds.length === 0 && side.sizes.length === 0) return null;
      return guardStream(side, call, findingsOf(call));
    },
  };
}

function verdict(body: Fields, findings: Findings): Checked<Fields> {
  const blocking = findings.blocking();
  return { body, findings: findings.list(), blocked: blocking ? blockedBy(blocking) : null };
}

async function checked(side: Side, body: Fields, findings: Findings): Promise<Fields> {
  if (side.finds.length === 0 && side.sizes.length === 0) return body;
  const amount = { chars: 0 };
  // All of it is looked at, also behind what blocks: the record must not hold it.
  const open = () => new TextWindow(side, findings, amount, { stops: false });
  const long: string[] = [];
  const isAnswer = side.at === "response";
  const changed = (change: Change) => changeSpoken(body, change, isAnswer, isAnswer ? answered : undefined);
  changed((text) => {
    if (text.length > pieceChars) long.push(text);
    return text;
  });
  const done = new Map<string, string>();
  for (const text of long) done.set(text, await inPieces(open(), text));
  return changed((text) => done.get(text) ?? open().whole(text));
}

async function inPieces(window: TextWindow, text: string): Promise<string> {
  let out = "";
  for (let at = 0; at < text.length; at += pieceChars) {
    out += window.push(text.slice(at, at + pieceChars));
    await setImmediate();
  }
  return out + window.flush();
}

/** The checks of a route's direction, made once for each state of the route. */
function ready(at: Side["at"]): (route: PublishedRoute) => Side {
  const made = new WeakMap<PublishedRoute, Side>();
  return (route) => {
    let side = made.get(route);
    if (!side) {
      side = sideOf(at, route.guardrails[at]);
      made.set(route, side);
    }
    return side;
  };
}
