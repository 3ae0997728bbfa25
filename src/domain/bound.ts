/** A line, and which side of it is meant: below 50 %, at least 5 lessons. */
export interface Line {
  readonly side: "below" | "at_most" | "at_least" | "above";
  /** At most two decimals. */
  readonly line: number;
  /** `percent`: of the whole; `number`: people, lessons, points, days. */
  readonly in: "percent" | "number";
}

/** A line; with a second one (`to`, of the same kind) what lies between the two: the first is then the lower. */
export interface Bound extends Line {
  readonly to?: Line;
}

/** Whether the greater figure stands farther beyond the line. */
export const isUpper = ({ side }: Line): boolean => side === "above" || side === "at_least";

/** Both sides of the comparison as whole numbers, so that it is exact: a `part` against the line's share of a `whole`. */
export const scaleOf = ({
  line,
  in: unit,
}: Line): { readonly part: number; readonly whole: number; readonly fixed: number } => {
  const hundredths = Math.round(line * 100);
  return unit === "percent"
    ? { part: 10_000, whole: hundredths, fixed: 0 }
    : { part: 100, whole: 0, fixed: hundredths };
};

/** Whether a figure of so many, of a whole, lies beyond the line, or between the two. A percentage has a whole that is not 0. */
export const isBeyond = ({ to, ...from }: Bound, part: number, whole: number): boolean =>
  isOver(from, part, whole) && (to === undefined || isOver(to, part, whole));

function isOver(line: Line, part: number, whole: number): boolean {
  const scale = scaleOf(line);
  const [figure, edge] = [part * scale.part, whole * scale.whole + scale.fixed];
  switch (line.side) {
    case "below":
      return figure < edge;
    case "at_most":
      return figure <= edge;
    case "at_least":
      return figure >= edge;
    case "above":
      return figure > edge;
  }
}
