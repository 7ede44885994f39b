/** Space left and right of a plot, in pixels where type has its usual size: the same in every chart, so that what stands below one another lines up. */
export const CHART_GUTTER = 52;
export const CHART_RIGHT = 12;
