import { z } from "zod";
import { defineEvent } from "../event-type.ts";

/** An API key that is a virtual key was ended by hand. */
export const keyRevoked = defineEvent(
  "api-keys.revoked",
  z.object({ keyId: z.uuid(), virtualKeyId: z.uuid() }),
);
