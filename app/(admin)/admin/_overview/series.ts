export type DayRow = { day: string } & Record<string, string | number>;

export interface Series {
  key: string;
  label: string;
  color: string;
  /** Told apart by its pattern as well as by its colour. */
  isStriped?: boolean;
  /** Bars of one stack stand on each other. */
  stack?: string;
}
