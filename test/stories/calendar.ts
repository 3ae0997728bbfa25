import { addDays, dateIn, type LocalDate, type Zone } from "#domain/time.ts";

const zone = "Asia/Ho_Chi_Minh" as Zone;
const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

export type Weekday = (typeof weekdays)[number];

/** "mon 07:30" */
export type Moment = `${Weekday} ${string}:${string}`;

/** The week of the story: a demo's clock only goes forward, so it is the first that begins in two days or later. */
export class Week {
  readonly monday: LocalDate;

  constructor(now: Date) {
    let day = addDays(dateIn(zone, now), 2);
    while (new Date(`${day}T00:00:00Z`).getUTCDay() !== 1) day = addDays(day, 1);
    this.monday = day;
  }

  day = (weekday: Weekday): LocalDate => addDays(this.monday, weekdays.indexOf(weekday));

  /** As ISO 8601 has it, in the cohort's zone. */
  instant(moment: Moment): string {
    const [weekday, time] = moment.split(" ") as [Weekday, string];
    return `${this.day(weekday)}T${time}:00+07:00`;
  }
}
