/**
 * What every form of a study's chart is made of.
 *
 * @module
 */

/** What a study's chart shows. */
export interface StudyChartOptions {
  /** Such as "Macro AP". */
  readonly scoreTitle: string;
  /** The row that the others are compared with. */
  readonly baseline: string;
  /** Such as "bits". */
  readonly columnTitle?: string;
  /** Such as "scale s", above the names of the rows; default: none. */
  readonly rowTitle?: string;
  /** Whether a column is a setting like a row, so that both span a grid; default: false. */
  readonly isGrid?: boolean;
}

/** A value that there is, as the charts take it. */
export interface StudyPoint {
  readonly row: string;
  readonly column: string;
  readonly mean: number;
  /** The mean as text. */
  readonly text: string;
  /** Ends of the interval; absent where there is none. */
  readonly low?: number;
  readonly high?: number;
  readonly isChosen: boolean;
}

/** What the forms of the chart are made of. */
export interface StudyContent {
  readonly points: readonly StudyPoint[];
  /** The names in their order, with or without values. */
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly options: StudyChartOptions;
}
