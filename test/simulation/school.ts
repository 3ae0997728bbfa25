import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Db } from "#db/connect.ts";
import { publishCourse } from "#db/learning/catalogue.ts";
import type { Course, Lesson } from "#domain/course.ts";
import type { CohortId, LearnerId } from "#domain/ids.ts";
import type { LocalDate } from "#domain/time.ts";
import { createCohort } from "#supervision/cohorts.ts";
import { importRoster } from "#supervision/import-roster.ts";
import { invites } from "#supervision/invites.ts";
import type { Chance } from "./chance.ts";
import { courseOf } from "./course.ts";
import type { Line } from "./line.ts";
import type { Person, PersonChat } from "./people.ts";

export interface SchoolCohort {
  readonly id: CohortId;
  readonly name: string;
  /** YYYY-MM-DD. */
  readonly start: string;
  /** HH:mm. */
  readonly at: string;
  readonly remind: readonly string[];
  /** 1 is Monday. */
  readonly weekdays: readonly number[];
  readonly questions: number;
  readonly lessons: number;
}

/** What a seed begins with, written down here before the program knows it. */
export interface School {
  readonly courses: readonly Course[];
  readonly cohorts: readonly SchoolCohort[];
  readonly holidays: readonly string[];
  readonly people: readonly Person[];
  /** The unit the supervisor sees, with everything below it. */
  readonly supervised: string;
  /** What names a lesson as it was published first. */
  readonly hashOf: (lesson: Lesson) => string;
}

const units = ["Sở Tây", "Sở Tây / Phòng Một", "Sở Tây / Phòng Hai", "Sở Đông", "Sở Đông / Phòng Ba"];
const families = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ"];
const given = ["An", "Bình", "Chi", "Dũng", "Giang", "Hạnh", "Khánh", "Lan", "Minh", "Nga", "Oanh", "Phúc"];
const weekdayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const codeSigns = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/** Publishes two courses, makes two cohorts and brings in a roster, through the rooms that do so in earnest. */
export async function enrol(
  db: Db,
  lines: readonly Line[],
  size: { readonly learners: number },
  chance: Chance,
  now: Date,
): Promise<School> {
  const courses = [courseOf(1, 14), courseOf(2, chance.whole(3, 6))];
  // Lessons that no other world has: the program reads each but once in the life of a process, and ours sees many worlds.
  const world = randomUUID();
  const hashOf = (lesson: Lesson) => `${world} ${lesson.id}`;
  for (const course of courses) {
    await db.transaction((tx) => publishCourse(tx, course, course.id, hashOf, now));
  }
  const holidays = chance.of(0.5) ? [chance.pick(["2026-03-05", "2026-03-10"])] : [];
  for (const day of holidays) await db.execute(sql`insert into holidays (day, name) values (${day}, 'Ngày lễ')`);
  const code = () => `2${Array.from({ length: 7 }, () => codeSigns[chance.whole(0, codeSigns.length - 1)]).join("")}`;
  const wishes = [
    { at: "07:30", remind: ["11:30", "19:00"], start: "2026-03-02", weekdays: [1, 2, 3, 4, 5], lessons: 14 },
    {
      at: chance.pick(["08:15", "17:45", "20:00"]),
      remind: chance.pick([[], ["20:30"], ["21:20"]]),
      start: chance.pick(["2026-03-03", "2026-03-04"]),
      weekdays: chance.pick([
        [1, 2, 3, 4, 5, 6],
        [1, 3, 5],
      ]),
      lessons: courses[1]!.modules[0]!.lessons.length,
    },
  ];
  const cohorts: SchoolCohort[] = [];
  for (const [index, wish] of wishes.entries()) {
    const made = await db.transaction((tx) =>
      createCohort(
        tx,
        {
          name: `Lớp ${index + 1}`,
          course: courses[index]!.id,
          start: wish.start,
          at: wish.at,
          remind: wish.remind.join(","),
          days: wish.weekdays.map((day) => weekdayNames[day - 1]).join(","),
          zone: "Asia/Ho_Chi_Minh",
        },
        now,
        code,
      ),
    );
    if (!made.ok) throw new Error(made.problem);
    cohorts.push({ ...wish, id: made.value.id, name: made.value.name, questions: 2 });
  }
  const drawn = Array.from({ length: size.learners }, (_, index) => draw(index, lines, chance));
  const people: Person[] = [];
  for (const cohort of cohorts) {
    const here = drawn.filter((person) => person.cohort === (cohort === cohorts[0] ? 0 : 1));
    const rows = here.map((person, at) => ({
      row: at + 2,
      fullName: person.fullName,
      unit: person.unit.split(" / "),
      title: "chuyên viên",
      role: person.supervisor ? ("supervisor" as const) : ("learner" as const),
      email: person.email,
      phone: person.phone,
      code: null,
    }));
    const found = await db.transaction(async (tx) => {
      const roster = { rows, errors: [], warnings: [], columns: new Map(), spoilt: [] } as unknown as Parameters<
        typeof importRoster
      >[1];
      const result = await importRoster(tx, roster, {
        cohort: cohort.id,
        dryRun: false,
        skipBadRows: false,
        now,
        inviteCodes: code,
      });
      if (result.created !== rows.length) throw new Error(`the roster was not taken: ${JSON.stringify(result)}`);
      return invites(tx, cohort.id, { telegram: null, zalo: null });
    });
    for (const person of here) {
      const invite = found.find(({ fullName }) => fullName === person.fullName)!;
      people.push({ ...person, cohort: cohort.id, learner: invite.learnerId as LearnerId, invite: invite.code });
    }
  }
  return { courses, cohorts, holidays, people, supervised: "Sở Tây", hashOf };
}

/** Publishes a course anew with a correction in its first lesson, whose version ends in "corrected" from then on. */
export async function correct(db: Db, { courses, hashOf }: School, now: Date): Promise<void> {
  const [course] = courses;
  const [module] = course!.modules;
  const [first, ...rest] = module!.lessons;
  const corrected = { ...first!, correction: { date: "2026-03-02" as LocalDate, text: "Một điều đã được sửa." } };
  const changed = { ...course!, modules: [{ ...module!, lessons: [corrected, ...rest] }] };
  const hash = (lesson: Lesson) => (lesson === corrected ? `${hashOf(lesson)} corrected` : hashOf(lesson));
  await db.transaction((tx) => publishCourse(tx, changed, `${course!.id} corrected`, hash, now));
}

type Drawn = Omit<Person, "cohort" | "learner" | "invite"> & { readonly cohort: number };

/** The first person supervises "Sở Tây" and learns too. Names are such that they stand nowhere by chance. */
function draw(index: number, lines: readonly Line[], chance: Chance): Drawn {
  const chat = (line: Line): PersonChat => ({
    line,
    address:
      line.platform === "telegram"
        ? String(7_351_000_000 + lines.indexOf(line) * 1_000_000 + index * 7919)
        : `z${(735_100_000 + index).toString(16)}f`,
    begun: false,
    blocked: false,
  });
  const [first, second] = chance.shuffled(lines);
  return {
    fullName: `${chance.pick(families)} ${given[index % given.length]} Thử${["Ba", "Bốn", "Năm", "Sáu"][index % 4]} ${["Xanh", "Vàng", "Tím"][Math.floor(index / 12) % 3]}${index}`,
    phone: `09${String(10_000_000 + index * 7919)}`,
    email: `nguoi${index}.thu@co-quan.example`,
    unit: index === 0 ? "Sở Tây" : chance.pick(units),
    supervisor: index === 0,
    cohort: index > 1 && chance.of(0.35) ? 1 : 0,
    chats: chance.of(0.35) ? [chat(first!), chat(second!)] : [chat(first!)],
    skill: 0.5 + 0.45 * chance.next(),
    diligence: 0.35 + 0.6 * chance.next(),
    erased: false,
  };
}
