import { create as createService } from "@triops/domains/services/create";
import type { World } from "../world.ts";

const services = [
  {
    name: "storefront",
    owner: "Web team",
    tier: 1,
    description: "Pages of the shop, and what the browser asks for",
    tags: ["web"],
  },
  {
    name: "catalog",
    owner: "Catalog team",
    tier: 2,
    description: "Products, prices and what is in stock",
    tags: ["api"],
  },
  {
    name: "checkout",
    owner: "Payments team",
    tier: 1,
    description: "Turns a basket into an order",
    tags: ["api", "orders"],
  },
  {
    name: "payments",
    owner: "Payments team",
    tier: 1,
    description: "Charges cards; asks the fraud model first",
    tags: ["api", "money"],
  },
  {
    name: "fraud-scoring",
    owner: "Machine learning",
    tier: 2,
    description: "Serves the fraud model",
    tags: ["model"],
  },
  {
    name: "orders-worker",
    owner: "Payments team",
    tier: 2,
    description: "Packs orders that checkout put into the queue",
    tags: ["worker", "orders"],
  },
  {
    name: "support-assistant",
    owner: "Customer care",
    tier: 3,
    description: "Answers customers' questions with a language model",
    tags: ["llm"],
  },
];

export async function seedServices(world: World): Promise<void> {
  const caller = world.as(world.days.at(1));
  for (const service of services) {
    await createService.call(caller, {
      ...service,
      repository: `https://git.acme.example/${service.name}`,
      runbook: `https://wiki.acme.example/runbooks/${service.name}`,
      chat: `https://chat.acme.example/${service.name}`,
    });
  }
}
