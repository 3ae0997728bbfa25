/** A line, and which side of it is meant: below 50 %, at least 5 lessons. */
export interface Bound {
  readonly side: "below" | "at_most" | "at_least" | "above";
  /** At most two decimals. */
  readonly line: number;
  /** `percent`: of the whole; `number`: people, lessons, points, days. */
  readonly in: "percent" | "number";
}

/** Whether the greater figure stands farther beyond the line. */
export const isUpper = ({ side }: Bound): boolean => side === "above" || side === "at_least";

/** Both sides of the comparison as whole numbers, so that it is exact: a `part` against the line's share of a `whole`. */
export const scaleOf = ({
  line,
  in: unit,
}: Bound): { readonly part: number; readonly whole: number; readonly fixed: number } => {
  const hundredths = Math.round(line * 100);
  return unit === "percent"
    ? { part: 10_000, whole: hundredths, fixed: 0 }
    : { part: 100, whole: 0, fixed: hundredths };
};

/** Whether a figure of so many, of a whole, lies beyond the line. A percentage has a whole that is not 0. */
export function isBeyond(bound: Bound, part: number, whole: number): boolean {
  const scale = scaleOf(bound);
  const [figure, line] = [part * scale.part, whole * scale.whole + scale.fixed];
  switch (bound.side) {
    case "below":
      return figure < line;
    case "at_most":
      return figure <= line;
    case "at_least":
      return figure >= line;
    case "above":
      return figure > line;
  }
}
