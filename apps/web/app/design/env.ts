/** The page of all components is for development; `TRIOPS_DESIGN_PAGE=1` shows it in a production build too. */
export function isDesignPageShown(): boolean {
  return process.env.NODE_ENV !== "production" || process.env.TRIOPS_DESIGN_PAGE === "1";
}
