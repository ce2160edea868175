import type { Delivery, Webhook } from "@triops/domains/webhooks/schemas";
import { readPages } from "../../../data/reads.ts";

export const webhookPages = () => readPages<Webhook>("/webhooks");
export const deliveryPages = (id: string, state: string) =>
  readPages<Delivery>(`/webhooks/${id}/deliveries`, { state });
