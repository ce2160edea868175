import { fromTime, toTime } from "../client/question.ts";

/** Every question about `predictions`: one workspace, one deployment, one stretch of time. */
export const inWindow = `workspace_id = {workspaceId:UUID} AND deployment = {deployment:String}
  AND time >= ${fromTime} AND time < ${toTime}`;
