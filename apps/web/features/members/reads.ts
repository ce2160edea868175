import type { Invitation, Member } from "@triops/domains/members/schemas";
import { type Page, read, readPages } from "../../data/reads.ts";

/** Everybody in the workspace; the first two hundred, which is what a picker can show. */
export const memberList = () => read<Page<Member>>("/members", { limit: 200 });
export const memberPages = () => readPages<Member>("/members");
export const invitationPages = () => readPages<Invitation>("/members/invitations");
