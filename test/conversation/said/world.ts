import { sql } from "drizzle-orm";
import type { Course, Question, QuestionId } from "#domain/course.ts";
import { fold } from "#domain/fold.ts";
import type { LearnerId } from "#domain/ids.ts";
import { makeCourse } from "../../setup/school.ts";
import { type ChatWorld, chatWorld } from "../chat.ts";
import type { SituationName } from "./notation.ts";

const bank = {
  single: {
    prompt: "Tin nhắn báo tài khoản ngân hàng bị khóa, yêu cầu bấm vào đường dẫn. Nên làm gì trước?",
    options: [
      "Gọi số tổng đài in trên thẻ",
      "Bấm vào đường dẫn để xem",
      "Chuyển tiếp cho đồng nghiệp",
      "Trả lời xin thêm thông tin",
    ],
    right: 1,
  },
  multiple: {
    prompt: "Những việc nào giúp giữ tài khoản an toàn?",
    options: [
      "Bật xác thực hai lớp",
      "Đặt mật khẩu dài",
      "Cho người khác mượn mã OTP",
      "Dùng chung một mật khẩu ở mọi nơi",
    ],
    right: 2,
  },
  truefalse: { prompt: "Mã OTP là bí mật, không đưa cho ai.", options: ["Đúng", "Sai"], right: 1 },
  short: { prompt: "Ứng dụng định danh điện tử của Việt Nam tên là gì?", accepted: ["VNeID"] },
  numeric: { prompt: "Mật khẩu nên dài ít nhất bao nhiêu ký tự?", accepted: ["12"] },
} as const;

function question(type: keyof typeof bank, at: number): Question {
  const { prompt, ...rest } = bank[type];
  return {
    id: `${type}#${at.toString(16).padStart(8, "0")}` as QuestionId,
    type,
    prompt: at === 0 ? prompt : `${prompt} (tình huống ${at + 1})`,
    options: "options" in rest ? rest.options.map((text, i) => ({ text, right: i < rest.right, feedback: null })) : [],
    accepted: "accepted" in rest ? rest.accepted : [],
    explanation: "Đó là điều bài học đã nói.",
  };
}

/** Lessons with so many questions of one type each. */
function courseOf(type: keyof typeof bank, lessons: number, questions: number): Course {
  const course = makeCourse("khoa-thu", lessons);
  const asked = Array.from({ length: questions }, (_, at) => question(type, at));
  return {
    ...course,
    modules: course.modules.map((module) => ({
      ...module,
      lessons: module.lessons.map((lesson) => ({ ...lesson, questions: asked })),
    })),
  };
}

interface Situation {
  readonly course: Course;
  /** What brings somebody there who has agreed; answers the last reply. */
  readonly before: (person: Person) => Promise<string>;
}

const opens = (person: Person) => person.types("/baihoc");
const learns = async (person: Person) => person.types(letters(await opens(person)).R!);
const asks = (type: keyof typeof bank): Situation => ({ course: courseOf(type, 3, 1), before: opens });

const situations: Record<SituationName, Situation> = {
  consent: { course: courseOf("single", 5, 3), before: async () => "" },
  idle: { course: courseOf("single", 5, 1), before: learns },
  single: asks("single"),
  multiple: asks("multiple"),
  words: asks("short"),
  number: asks("numeric"),
  truefalse: asks("truefalse"),
  feedback: {
    course: courseOf("single", 3, 3),
    before: async (person) => person.types(letters(await opens(person)).W!),
  },
  paused: { course: courseOf("single", 5, 3), before: (person) => person.types("/tamdung 3") },
  finished: { course: courseOf("single", 1, 1), before: learns },
  early: { course: courseOf("single", 5, 3), before: async () => "" },
};

/** Somebody in the situation, and what they have read last. */
export interface Person {
  readonly learner: LearnerId;
  readonly types: (text: string) => Promise<string>;
  readonly read: string;
}

export interface SaidWorld extends AsyncDisposable {
  readonly world: ChatWorld;
  /** A new person in the situation, alone in their unit. */
  comes(): Promise<Person>;
  /** All that can be done to a person by what they type, answers apart. */
  facts(person: Person): Promise<Facts>;
}

export interface Facts {
  readonly answers: { readonly right: number; readonly wrong: number };
  readonly agreed: boolean;
  /** Whatever else was done, as a text to compare. */
  readonly rest: string;
}

export async function saidWorld(name: SituationName): Promise<SaidWorld> {
  const { course, before } = situations[name];
  const world = await chatWorld({}, course);
  const { db } = world.database;
  // A Wednesday noon.
  world.now = new Date("2026-03-04T05:00:00Z");
  if (name === "early") await db.execute(sql`update cohorts set start_day = '2026-03-09'`);
  let people = 0;
  return {
    world,
    comes: async () => {
      const chat = `nguoi-${++people}`;
      const { learner, code } = await world.invite("Nguyễn Thị Lan", `Đơn vị ${people}`);
      // Buttons say what to do next; where there are none a line of the same meaning is sent.
      const types = async (text: string) => {
        const before = (await world.replies(chat)).length;
        const reply = await world.types(chat, text);
        const hints = (await world.replies(chat)).slice(before).map(({ typedHint }) => typedHint ?? "");
        return [reply, ...hints].join("\n").trimEnd();
      };
      const person = { learner, types };
      let read = await person.types(code);
      if (name !== "consent") {
        await person.types("đồng ý");
        read = await before({ ...person, read });
      }
      return { ...person, read };
    },
    facts: async ({ learner }) => {
      const [row] = await db.execute<{ right: number; wrong: number; agreed: boolean; rest: unknown }>(sql`
        select (select count(*) filter (where n.right)::int from answers n join attempts t on t.id = attempt_id where t.learner_id = p.id) as right,
          (select count(*) filter (where not n.right)::int from answers n join attempts t on t.id = attempt_id where t.learner_id = p.id) as wrong,
          agreed_at is not null as agreed,
          jsonb_build_array(push_time, wants_digest, erased_at is null, full_name,
            (select jsonb_agg(jsonb_build_array(from_day, to_day) order by id) from pauses where learner_id = p.id),
            (select jsonb_agg(left_at is null) from enrolments where learner_id = p.id),
            (select count(*) from attempts where learner_id = p.id), (select count(*) from exercises where learner_id = p.id),
            (select count(*) from skips where learner_id = p.id), (select count(*) from link_codes where learner_id = p.id),
            (select count(*) from chats where learner_id = p.id)) as rest
        from people p where p.id = ${learner}`);
      if (row === undefined) throw new Error("the person is gone");
      const { right, wrong, agreed, rest } = row;
      return { answers: { right, wrong }, agreed, rest: JSON.stringify(rest) };
    },
    [Symbol.asyncDispose]: () => world.database.end(),
  };
}

const ordinals = ["nhất", "hai", "ba", "tư"];
const numerals = ["một", "hai", "ba", "bốn"];
const said = ["a", "bê", "xê", "đê"];

/** The letters of the question shown last, by what they stand for (see `Utterance`). */
export function letters(reply: string): Record<string, string> {
  const shown = reply.split(/^Câu \d/m).at(-1)!;
  const rightTexts = Object.values(bank).flatMap((one) =>
    "options" in one ? (one.options.slice(0, one.right) as string[]) : [],
  );
  const options = [...shown.matchAll(/^([A-D])\. (.+)$/gm)].map(([, letter, text]) => ({
    letter: letter!,
    text: text!,
  }));
  const isRight = ({ text }: { text: string }) => rightTexts.some((one) => fold(one) === fold(text.trim()));
  const right = options.filter(isRight).map(({ letter }) => letter);
  const wrong = options.filter((one) => !isRight(one)).map(({ letter }) => letter);
  const named: Record<string, string> = {};
  const name = (key: string, letter: string | undefined) => {
    if (letter === undefined) return;
    const at = letter.charCodeAt(0) - 65;
    named[key] = letter;
    named[key.toLowerCase()] = letter.toLowerCase();
    named[`${key}#`] = String(at + 1);
    named[`${key}-th`] = ordinals[at]!;
    named[`${key}-word`] = numerals[at]!;
    named[`${key}-said`] = said[at]!;
  };
  name("R", right[0]);
  name("R1", right[0]);
  name("R2", right[1]);
  name("W", wrong[0]);
  name("W2", wrong[1]);
  return named;
}
