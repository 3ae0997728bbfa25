/**
 * From where on somebody counts as in need of help. Each limit is what a supervisor can still act on: earlier it would be
 * noise, later it would be too late to ask kindly.
 */
export const riskLimits = {
  /** Days on the roster without joining: a week has a day on which everybody reads what was handed to them. */
  notJoinedDays: 7,
  /** Study days in a row without one that was kept: one may be a busy day and two a business trip. */
  silentStudyDays: 3,
  /** Lessons behind what was due by the end of yesterday: more than an evening makes good. */
  lessonsBehind: 3,
  /** Share of first tries that were right: below it more was wrong than right. */
  score: 0.5,
  /** The score is of so many lessons, the last completed ones: what was hard a month ago is no need of today. */
  scoredLessons: 5,
  /** From fewer lessons than this nothing follows: one hard lesson is bad luck. */
  fewestScoredLessons: 3,
} as const;
