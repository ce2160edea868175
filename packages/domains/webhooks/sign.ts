import { createHmac } from "node:crypto";

/** MLflow's signature: HMAC-SHA-256 over id, time and body, so that neither can be changed or sent again later. */
export function signatureOf(secret: string, deliveryId: string, timestamp: string, body: string): string {
  const digest = createHmac("sha256", secret).update(`${deliveryId}.${timestamp}.${body}`).digest("base64");
  return `v1,${digest}`;
}

/** What goes with a delivery. `now` is the time of this try: receivers refuse old ones. */
export function headersOf(
  deliveryId: string,
  now: Date,
  body: string,
  secret: string | null,
): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1_000));
  return {
    "content-type": "application/json",
    "x-mlflow-delivery-id": deliveryId,
    "x-mlflow-timestamp": timestamp,
    ...(secret === null ? {} : { "x-mlflow-signature": signatureOf(secret, deliveryId, timestamp, body) }),
  };
}
