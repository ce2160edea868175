import { type Fields, isFields, textOf } from "../fields.ts";
import type { Channels, Checks } from "./stream-form.ts";
import type { TextWindow } from "./text-window.ts";

type Channel = { window: TextWindow; template: Fields; json: string; isJson: boolean };

const deltaEnds = ".delta";

/**
 * OpenAI's response events: a text comes in `….delta` events, then whole in `….done`, in its part, its item and the
 * response. Pieces go through a window, the repetitions are replaced alike. Events are counted anew, since what was held
 * back is told in events of its own.
 */
export function responseChannels(checks: Checks): Channels {
  const channels = new Map<string, Channel>();
  let sequence = 0;

  const numbered = (events: Fields[]): Fields[] =>
    events.map((event) =>
      event.sequence_number === undefined ? event : { ...event, sequence_number: sequence++ },
    );
  const keyOf = (event: Fields, name: string): string =>
    [name, event.item_id, event.output_index, event.content_index, event.summary_index].join(" ");
  const flush = ({ window, template, json, isJson }: Channel): Fields[] => {
    const delta = isJson ? (json === "" ? "" : checks.json(json)) : window.flush();
    return delta === "" ? [] : [{ ...template, delta }];
  };

  function takeDelta(event: Fields, name: string): Fields[] {
    const key = keyOf(event, name);
    let channel = channels.get(key);
    if (!channel) {
      const isJson = name.endsWith("arguments");
      const { logprobs: _logprobs, ...template } = event;
      channel = { window: checks.open(), template, json: "", isJson };
      channels.set(key, channel);
    }
    if (channel.isJson) {
      channel.json += textOf(event.delta);
      return [];
    }
    const delta = channel.window.push(textOf(event.delta));
    // Probabilities repeat the text token by token, before it is known what becomes of it.
    const { logprobs: _logprobs, ...rest } = event;
    return delta === "" ? [] : [{ ...rest, delta }];
  }

  /** A response repeats what it was asked too, as its instructions: only what it says itself is the model's. */
  function repeated(event: Fields): Fields {
    const { response } = event;
    if (!isFields(response)) return checks.repeated(event) as Fields;
    return { ...event, response: { ...response, output: checks.repeated(response.output) } };
  }

  return {
    take(event) {
      const type = textOf(event.type);
      if (type.endsWith(deltaEnds) && typeof event.delta === "string")
        return numbered(takeDelta(event, type.slice(0, -deltaEnds.length)));
      const out: Fields[] = [];
      if (type.endsWith(".done")) {
        const key = keyOf(event, type.slice(0, -".done".length));
        const channel = channels.get(key);
        channels.delete(key);
        if (channel) out.push(...flush(channel));
      }
      return numbered([...out, repeated(event)]);
    },
    end() {
      const rest = [...channels.values()].flatMap(flush);
      channels.clear();
      return numbered(rest);
    },
  };
}
