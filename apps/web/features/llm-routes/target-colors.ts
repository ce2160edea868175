import { slotColor } from "@triops/ui/series-colors";

/** Targets keep the colour of their place: the bar of shares and the rows beside it are read together. */
export const seriesColor = (index: number): string => slotColor(index + 1);
