"use client";
import { useQuery } from "@tanstack/react-query";
import { TextLink } from "@triops/ui/text-link";
import { type Page, read } from "../../data/reads.ts";
import { paths } from "../../shell/paths.ts";

const serviceByName = (name: string) =>
  read<Page<{ id: string; name: string }>>("/services", { name, limit: 1 });

/** A service by its name: a link once the catalog knows it. */
export function ServiceLink({ name }: { name: string }) {
  const found = useQuery({ ...serviceByName(name), retry: false });
  const service = found.data?.data.find((one) => one.name === name);
  return service ? <TextLink href={paths.service(service.id)}>{name}</TextLink> : <span>{name}</span>;
}
