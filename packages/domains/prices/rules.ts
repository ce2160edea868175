/** No zod: also for a browser. */

/** Kinds of providers whose name is no name of a price list: such calls are priced by the model's name. */
export const unnamedKinds: ReadonlySet<string> = new Set(["demonstration", "openai-compatible"]);

type Holds = {
  provider: string | null;
  model: string;
  serviceTier: string | null;
  from: string;
  until: string | null;
};

/** `openai gpt-5*, tier flex` */
export const priceInWords = ({ provider, model, serviceTier }: Omit<Holds, "from" | "until">): string =>
  `${provider === null ? "" : `${provider} `}${model}${serviceTier === null ? "" : `, tier ${serviceTier}`}`;
