export { namesOfTeams, namesOfVirtualKeys } from "./names.ts";
