import { defineSurface } from "../api.ts";
import { create } from "./create.ts";
import { get, list } from "./read.ts";
import { revoke } from "./revoke.ts";
import { rotate } from "./rotate.ts";
import { makeWebhookSecret } from "./webhook-secret.ts";

export const surface = defineSurface(
  "api-keys",
  { title: "API keys", description: "Credentials of machines, with scopes and an end." },
  [
    { method: "GET", path: "/api-keys", verb: list, summary: "List keys, newest first" },
    { method: "POST", path: "/api-keys", verb: create, summary: "Make a key, shown once", status: 201 },
    { method: "GET", path: "/api-keys/{id}", verb: get, summary: "One key, without its secret" },
    { method: "POST", path: "/api-keys/{id}/revoke", verb: revoke, summary: "End it now" },
    {
      method: "POST",
      path: "/api-keys/{id}/webhook-secret",
      verb: makeWebhookSecret,
      summary: "Make a secret for GitHub's signatures, shown once; the one before ends",
      status: 201,
    },
    {
      method: "POST",
      path: "/api-keys/{id}/rotate",
      verb: rotate,
      summary: "Replace it; the old one works on for a while",
      status: 201,
    },
  ],
);
