import type { Clash } from "#db/roster/match.ts";
import { noteAt, type RowError } from "./roster-grid.ts";
import type { Header } from "./roster-header.ts";
import { type Column, columnNames } from "./roster-row.ts";

/** Where a clash is shown, and what is wrong and right; `other` is the earlier row. */
const faults: Readonly<Record<Clash["kind"], readonly [column: Column | null, message: (other: number) => string]>> = {
  code_twice: [
    "code",
    (other) =>
      `names the person of row ${other} in the same unit: keep one, or write each their own, for example CB01 and CB02`,
  ],
  email_twice: [
    "email",
    (other) => `is the e-mail of row ${other} too: give each person their own, for example an.nguyen@xa.gov.vn`,
  ],
  name_differs: [
    "fullName",
    (other) =>
      `is another name than in row ${other}, which has the same ma or email: write one name, for example Nguyễn Văn An in both`,
  ],
  email_differs: [
    "email",
    (other) =>
      `is another e-mail than in row ${other} of the same person: write one, for example an.nguyen@xa.gov.vn in both`,
  ],
  phone_differs: [
    "phone",
    (other) => `is another number than in row ${other} of the same person: write one, for example 0912345678 in both`,
  ],
  name_twice: [
    "fullName",
    (other) =>
      `has the name and unit of row ${other}: keep one, or give both a ma or an email, for example CB01 and CB02`,
  ],
  person_twice: [
    null,
    (other) =>
      `means the person whom row ${other} means: keep one of the two, or write the same ma in both, for example CB01`,
  ],
  email_of_another: [
    "email",
    () => "belongs to someone else already known: correct the email or the ma, for example an.nguyen@xa.gov.vn",
  ],
  name_of_several: ["fullName", () => "fits several people of this unit: add their ma or email, for example CB01"],
};

/** A clash as the operator is told of it, at its cell. */
export function explainClash({ row, kind, other }: Clash, columns: Header): RowError {
  const [column, message] = faults[kind];
  const place = column === null ? undefined : columns.get(column);
  const note = noteAt(row, place, message(other ?? 0));
  return column === null || place !== undefined ? note : { ...note, column: columnNames[column][0] };
}
