import { isTriopsError } from "@triops/kernel/errors";
import { InputFault } from "@triops/providers/inference/given";
import { ModelFault } from "@triops/providers/onnx/fault";

/** Why a request gets no prediction, before a protocol puts it into its own words. */
export class InferenceFault extends Error {
  override name = "InferenceFault";
  readonly status: number;
  /** `caller` is no error of the model and nothing that a rollout looks at. */
  readonly blame: "caller" | "model";
  readonly retryAfterSeconds: number | undefined;

  constructor(
    status: number,
    message: string,
    details: { retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.status = status;
    this.blame = status < 500 ? "caller" : "model";
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}

const statusOfModelFault: Record<ModelFault["kind"], number> = {
  // The input fitted the model's own description: what fails then is the model.
  call: 500,
  refused: 503,
  late: 504,
  crashed: 503,
  busy: 503,
  away: 503,
};

/** Any error on the way to a prediction. What nobody foresaw is passed on as it is. */
export function asFault(error: unknown): InferenceFault | null {
  if (error instanceof InferenceFault) return error;
  if (error instanceof InputFault) return new InferenceFault(400, error.message);
  if (error instanceof ModelFault) {
    const status = statusOfModelFault[error.kind];
    const text = error.kind === "call" ? `The model failed: ${error.message}` : error.message;
    return new InferenceFault(status, text, {
      cause: error,
      ...(status === 503 ? { retryAfterSeconds: 2 } : {}),
    });
  }
  if (isTriopsError(error) && error.code === "unavailable")
    return new InferenceFault(503, error.message, { cause: error, retryAfterSeconds: 5 });
  // Egress says so when an address is refused: a fault of the deployment, not of this request.
  if (isTriopsError(error) && error.code === "invalid")
    return new InferenceFault(502, error.message, { cause: error });
  return null;
}

/** The code that the prediction log keeps. */
export const codeOf = ({ status }: InferenceFault): string =>
  status === 504 ? "timeout" : status === 500 ? "model_error" : status === 502 ? "bad_answer" : "unavailable";
