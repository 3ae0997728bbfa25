/** Most UTF-16 units of an announcement: with its heading and signature it fits every platform in one message. */
export const longestAnnouncement = 1000;

/** What one supervisor may send on one day: more is a channel of its own, and people stop reading. */
export const mostAnnouncementsADay = 5;

/** One that could not leave is tried again on each of so many days; then it is no news any more. */
export const freshAnnouncementDays = 3;

/** More marks on one letter than any language writes spill over the lines around it. */
const pileOfMarks = /(\p{M}{4})\p{M}+/gu;

/**
 * What somebody wrote to others, safe to store and show: lines of plain text without control, direction or zero-width
 * characters, NFC, at most one blank line between two. May be empty. It is text, never markup.
 */
export function inertText(text: string): string {
  const lines = text.replaceAll(/\r\n?|[\u2028\u2029\v\f]/g, "\n").split("\n");
  const clean = (line: string) =>
    line
      .replace(/\s+/gu, " ")
      .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, "")
      .normalize("NFC")
      .replaceAll(pileOfMarks, "$1")
      .replace(/\s+/gu, " ")
      .trim();
  return lines
    .map(clean)
    .join("\n")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
}
