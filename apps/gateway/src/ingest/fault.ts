/** A refusal with an HTTP status of its own, for the ingest protocols. The text is for the sender. */
export class IngestFault extends Error {
  override name = "IngestFault";
  readonly status: number;
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, message: string, details: { retryAfterSeconds?: number } = {}) {
    super(message);
    this.status = status;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}
