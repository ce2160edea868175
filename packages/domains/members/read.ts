import { idInput, pageQuery, pageResult } from "../paging.ts";
import { defineQuery } from "../verb.ts";
import { invitationListInput, invitationPage, listInput, member, memberPage } from "./schemas.ts";
import { findMembers, memberView, requireMember } from "./store.ts";

export const list = defineQuery({
  name: "members.list",
  permission: "members:read",
  input: listInput,
  output: memberPage,
  run: async ({ db }, { search, ...page }) => {
    const { where, ...query } = pageQuery(page);
    const matching = search
      ? {
          user: {
            OR: [
              { name: { contains: search, mode: "insensitive" as const } },
              { email: { contains: search, mode: "insensitive" as const } },
            ],
          },
        }
      : {};
    return pageResult(
      await findMembers(db, { ...query, where: { ...where, ...matching } }),
      page,
      memberView,
    );
  },
});

export const get = defineQuery({
  name: "members.get",
  permission: "members:read",
  input: idInput,
  output: member,
  run: async ({ db }, { id }) => memberView(await requireMember(db, id)),
});

/** Offers that nobody has taken up yet, also those that ran out. */
export const listInvitations = defineQuery({
  name: "members.list-invitations",
  permission: "members:admin",
  input: invitationListInput,
  output: invitationPage,
  run: async ({ db }, page) => {
    const { where, ...query } = pageQuery(page);
    const rows = await db.invitation.findMany({ ...query, where: { ...where, acceptedAt: null } });
    return pageResult(rows, page, (row) => row);
  },
});
