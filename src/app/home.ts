import { dateIn, type LocalDate, type Zone } from "#domain/time.ts";

/** Where the laws are made whose days lessons speak of. */
const home = "Asia/Ho_Chi_Minh" as Zone;

/** The day by which lessons are retired and read again. */
export const lessonDay = (now: Date): LocalDate => dateIn(home, now);
