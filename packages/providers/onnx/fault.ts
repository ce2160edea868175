/** Why a model file is refused, or what went wrong with a model. The text is for whoever deployed it. */
export class ModelFault extends Error {
  override name = "ModelFault";
  /**
   * `refused`: the file must not be served, now or later. `call`: this input does not suit the model. `late`: it did
   * not answer in time. `crashed`: its process ended. `busy`: too many calls wait. `away`: the file cannot be had.
   */
  readonly kind: "refused" | "call" | "late" | "crashed" | "busy" | "away";

  constructor(kind: ModelFault["kind"], message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
  }
}

export const refused = (text: string) => new ModelFault("refused", text);
