/** Present in a browser whose owner has seen the welcome page. */
export const welcomedCookie = "triops-welcomed";
