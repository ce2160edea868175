"use client";
import { type Permission, refusal } from "@triops/domains/permissions";
import type { Actor, Role } from "@triops/kernel/context";
import { createContext, type ReactNode, useContext } from "react";

/** Who is looking, in which workspace; loaded with the frame. */
export type Me = {
  memberId: string;
  userId: string;
  name: string;
  email: string;
  role: Role;
  workspace: { id: string; slug: string; name: string; operator: boolean; demonstration: boolean };
  workspaces: { id: string; slug: string; name: string }[];
  webUrl: string;
  gatewayUrl: string;
};

const MeContext = createContext<Me | null>(null);

export function MeProvider({ me, children }: { me: Me; children: ReactNode }) {
  return <MeContext value={me}>{children}</MeContext>;
}

export function useMe(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error("useMe is for pages inside the frame");
  return me;
}

/** Why the reader may not do this, or undefined when they may: what a button's `disabledReason` wants. */
export function useRefusal(permission: Permission): string | undefined {
  const me = useMe();
  const actor: Actor = { kind: "member", id: me.memberId, name: me.name, role: me.role };
  return refusal(actor, permission) ?? undefined;
}
