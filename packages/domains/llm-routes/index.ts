export { namesOfRoutes } from "./names.ts";
