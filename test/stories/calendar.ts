import { addDays, dateIn, type LocalDate, type Zone } from "#domain/time.ts";

const zone = "Asia/Ho_Chi_Minh" as Zone;
const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

export type Weekday = (typeof weekdays)[number];

/** "mon 07:30" */
export type Moment = `${Weekday} ${string}:${string}`;

const isMonday = (day: LocalDate): boolean => new Date(`${day}T00:00:00Z`).getUTCDay() === 1;

/** The first Monday of its month: what begins on it has three weeks of one bill before it. */
export const beginsMonth = (monday: LocalDate): boolean => Number(monday.slice(8)) <= 7;

/** The week of the story: a demo's clock only goes forward, so it is the first that begins in two days or later, and fits. */
export class Week {
  readonly monday: LocalDate;

  constructor(now: Date, fits: (monday: LocalDate) => boolean = () => true) {
    let day = addDays(dateIn(zone, now), 2);
    while (!isMonday(day) || !fits(day)) day = addDays(day, 1);
    this.monday = day;
  }

  /** An instant of so many days after the Monday, as ISO 8601 has it. @param time "07:30" */
  on = (days: number, time: string): string => `${addDays(this.monday, days)}T${time}:00+07:00`;

  /** How many days after the Monday the next month begins. */
  nextMonth(): number {
    let days = 1;
    while (addDays(this.monday, days).slice(8) !== "01") days++;
    return days;
  }

  /** How many days after the Monday an instant lies, and in which hour: a story on a busy machine is a minute late. */
  dayAndHour(at: number): string {
    const local = new Date(at + 7 * 3_600_000).toISOString();
    const days = (Date.parse(local.slice(0, 10)) - Date.parse(this.monday)) / 86_400_000;
    return `${days} ${local.slice(11, 13)}h`;
  }

  day = (weekday: Weekday): LocalDate => addDays(this.monday, weekdays.indexOf(weekday));

  /** As ISO 8601 has it, in the cohort's zone. */
  instant(moment: Moment): string {
    const [weekday, time] = moment.split(" ") as [Weekday, string];
    return `${this.day(weekday)}T${time}:00+07:00`;
  }
}
