export { workspaceCreated } from "./events.ts";
export { foundWorkspace } from "./found.ts";
