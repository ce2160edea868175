import { redirect } from "next/navigation";
import { paths } from "../../../shell/paths.ts";

export default function Page() {
  redirect(paths.workspaceSettings());
}
