import type { Member } from "@triops/domains/members/schemas";
import { type Page, read } from "../../data/reads.ts";

/** Everybody in the workspace; the first two hundred, which is what a picker can show. */
export const memberList = () => read<Page<Member>>("/members", { limit: 200 });
