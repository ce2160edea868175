import { roles } from "@triops/kernel/context";
import { z } from "zod";
import { idInput, isoTime, isoTimeOrNull, pageInput, pageOf } from "../paging.ts";

export const role = z.enum(roles);

export const member = z.object({
  id: z.uuid(),
  userId: z.uuid(),
  name: z.string(),
  email: z.string(),
  role,
  twoFactor: z.boolean().describe("Signs in with a second factor"),
  createdAt: isoTime,
});
export type Member = z.output<typeof member>;

export const invitation = z.object({
  id: z.uuid(),
  email: z.string(),
  role,
  invitedById: z.string(),
  expiresAt: isoTime,
  acceptedAt: isoTimeOrNull,
  createdAt: isoTime,
});
export type Invitation = z.output<typeof invitation>;

export const newInvitation = invitation.extend({
  url: z.url().describe("The link that accepts it, shown this once. Whoever holds it can join."),
  emailed: z.boolean().describe("False when no mail server is set up: hand the link over yourself"),
});
export type NewInvitation = z.output<typeof newInvitation>;

const email = z.string().trim().toLowerCase().pipe(z.email("This is not an e-mail address").max(254));

export const listInput = z.object({ ...pageInput, search: z.string().trim().max(100).optional() });
export const inviteInput = z.object({ email, role: role.default("editor") });
export const changeRoleInput = idInput.extend({ role });
export const invitationListInput = z.object(pageInput);
export const memberPage = pageOf(member);
export const invitationPage = pageOf(invitation);
export const removed = z.object({ id: z.uuid() });

/** What somebody who holds an invitation link fills in. */
export const joinInput = z.object({
  token: z.string().min(20).max(100),
  name: z.string().trim().min(1, "Tell the others your name").max(100).optional(),
  password: z.string().max(200).optional(),
});
export type JoinInput = z.output<typeof joinInput>;

/** What the page behind an invitation link shows. */
export const offer = z.object({
  workspaceName: z.string(),
  email: z.string(),
  role,
  /** True: sign in as that person and accept. False: choose a name and a password. */
  hasAccount: z.boolean(),
});
export type Offer = z.output<typeof offer>;
