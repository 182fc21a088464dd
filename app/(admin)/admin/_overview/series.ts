export type DayRow = { day: string } & Record<string, string | number>;

export interface Series {
  key: string;
  label: string;
  color: string;
  /** Distinguishes the series by pattern, not only by color. */
  isStriped?: boolean;
  /** Stacks series with the same value. */
  stack?: string;
}
