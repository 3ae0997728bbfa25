/**
 * How a question's meaning is written down: as a person has it in mind, with names instead of ids and "last week" instead
 * of dates.
 */
import type { Bound } from "#domain/bound.ts";
import type { Measure } from "#domain/question.ts";

export type Whom =
  | "me"
  | "own"
  | { readonly person: string }
  /** A unit's whole path. */
  | { readonly unit: string }
  | { readonly cohort: string }
  /** A course. */
  | { readonly audience: string };

export type When =
  | "now"
  | "today"
  | "yesterday"
  | "this week"
  | "last week"
  | "this month"
  | "last month"
  /** So many days up to today. */
  | { readonly days: number }
  | { readonly since: string }
  | { readonly from: string; readonly to: string }
  | { readonly module: number };

export type How =
  | { readonly form: "total" }
  | { readonly form: "names" }
  | {
      readonly form: "ranking";
      readonly of: "units" | "people";
      /** Any of these; null: whichever the program takes. */
      readonly level: readonly (readonly string[])[] | null;
      /** Which comes first: of what is wanted, `most` is the best; of what is not (who has not learnt), the worst. */
      readonly first: "most" | "fewest";
      /** Null: as many as the program finds fit. */
      readonly limit: number | null;
      /** Only those on this side of a line, or between two; null: all. */
      readonly beyond: Bound | null;
    }
  /** Whether the subject's figure lies beyond a line, or between two. */
  | { readonly form: "reached"; readonly beyond: Bound }
  /** What is taught, by how it goes: `share` of the first tries, `people` who got one of its questions wrong. */
  | {
      readonly form: "taught";
      readonly of: "modules" | "lessons";
      readonly first: "best" | "worst";
      readonly by: "share" | "people";
      /** Null: as many as the program finds fit. */
      readonly limit: number | null;
    }
  /** In which place the subject stands among those beside it. */
  | { readonly form: "place" }
  | { readonly form: "comparison"; readonly whom: Whom; readonly when: When };

/** One reading: every measure, subject and period stands for itself. */
export interface Reading {
  readonly measure: Measure;
  readonly whom: Whom;
  readonly when: When;
  readonly how: How;
}

/**
 * - `which`: truly unclear, so asking back is right.
 * - `refused`: about somebody or something the asker may not see, or that does not exist; `name` is the part of the text
 *   that names it. The answer must be the same whether it exists or not.
 * - `lost`: not about progress.
 */
export type Meaning =
  | Reading
  | { readonly which: true }
  | { readonly refused: true; readonly name: string }
  | { readonly lost: true };

export type Asker =
  | "chair"
  | "office"
  | "tanLap"
  | "tan"
  | "lamThao"
  | "vietTri"
  | "thanhMieu"
  | "hoaBinh"
  | "dienBien"
  | "dienBienOffice"
  | "tuanGiao"
  | "tuaChua"
  | "otherTanLap"
  | "muongThanh"
  | "both"
  | "na"
  | "pupil";

/** Who asks, by full name: each of these names is one person's. */
export const askers: Readonly<Record<Asker, string>> = {
  /** The chairman of the People's Council of Phú Thọ. */
  chair: "Hà Văn Thắng",
  /** Head of the provincial office. */
  office: "Nguyễn Thị Phương",
  /** Chairman of Xã Tân Lập, 58. */
  tanLap: "Bùi Văn Sơn",
  tan: "Trương Văn Đoàn",
  lamThao: "Nguyễn Khắc Hiếu",
  vietTri: "Triệu Thị Bình",
  /** Has not joined. */
  thanhMieu: "Vương Đình Khải",
  hoaBinh: "Đàm Quang Sáng",
  dienBien: "Lò Văn Muôn",
  dienBienOffice: "Cà Thị Hương",
  tuanGiao: "Quàng Thị Vân",
  tuaChua: "Sùng A Chống",
  otherTanLap: "Khoàng Văn Vượng",
  muongThanh: "Tao Văn Bó",
  /** Supervises both provinces. */
  both: "Trần Quốc Toàn",
  /** The Office of the National Assembly. */
  na: "Phạm Quang Vinh",
  /** Supervises nothing. */
  pupil: "Nguyễn Văn Hưng",
};

export interface Question {
  readonly asker: Asker;
  readonly text: string;
  /** What was asked before in the same chat, oldest first. */
  readonly after?: readonly string[];
  /** Any of these is a right reading. */
  readonly means: readonly Meaning[];
}

/** A question; several meanings where a reader could honestly take it in several ways. */
export const ask = (asker: Asker, text: string, ...means: readonly Meaning[]): Question => ({ asker, text, means });

export const following = (
  asker: Asker,
  after: readonly string[],
  text: string,
  ...means: readonly Meaning[]
): Question => ({
  asker,
  after,
  text,
  means,
});

export const total = (measure: Measure, whom: Whom = "own", when: When = "now"): Reading => ({
  measure,
  whom,
  when,
  how: { form: "total" },
});

export const names = (measure: Measure, whom: Whom = "own", when: When = "now"): Reading => ({
  measure,
  whom,
  when,
  how: { form: "names" },
});

interface Ranked {
  readonly whom?: Whom;
  readonly when?: When;
  readonly level?: readonly (readonly string[])[] | null;
  readonly limit?: number | null;
  readonly beyond?: Bound | null;
}

const ranking =
  (of: "units" | "people", first: "most" | "fewest") =>
  (
    measure: Measure,
    { whom = "own", when = "now", level = null, limit = null, beyond = null }: Ranked = {},
  ): Reading => ({
    measure,
    whom,
    when,
    how: { form: "ranking", of, level, first, limit, beyond },
  });

export const mostUnits = ranking("units", "most");
export const fewestUnits = ranking("units", "fewest");
export const mostPeople = ranking("people", "most");
export const fewestPeople = ranking("people", "fewest");

/** A line and the side of it: "< 50%", ">= 5". */
type Line = `${"<" | "<=" | ">=" | ">"} ${number}${"%" | ""}`;

const sides = { "<": "below", "<=": "at_most", ">=": "at_least", ">": "above" } as const;

function boundOf(line: Line): Bound {
  const [sign, number] = line.split(" ") as [keyof typeof sides, string];
  return { side: sides[sign], line: Number.parseFloat(number), in: number.endsWith("%") ? "percent" : "number" };
}

const beyondLine =
  (of: "units" | "people") =>
  (measure: Measure, line: Line, ranked: Omit<Ranked, "limit" | "beyond"> = {}): Reading => {
    const beyond = boundOf(line);
    const first = beyond.side === "below" || beyond.side === "at_most" ? "fewest" : "most";
    return ranking(of, first)(measure, { ...ranked, beyond });
  };

/** Units, or people, on one side of a line, the one farthest from it first. */
export const unitsBeyond = beyondLine("units");
export const peopleBeyond = beyondLine("people");

type From = `${">=" | ">"} ${number}${"%" | ""}`;
type To = `${"<=" | "<"} ${number}${"%" | ""}`;

const between =
  (of: "units" | "people") =>
  (measure: Measure, from: From, to: To, ranked: Omit<Ranked, "limit" | "beyond"> = {}): Reading =>
    ranking(of, "most")(measure, { ...ranked, beyond: { ...boundOf(from), to: boundOf(to) } });

/** Units, or people, between two lines. */
export const unitsBetween = between("units");
export const peopleBetween = between("people");

export const reached = (measure: Measure, line: Line, whom: Whom = "own", when: When = "now"): Reading => ({
  measure,
  whom,
  when,
  how: { form: "reached", beyond: boundOf(line) },
});

interface Taught {
  readonly measure?: "score" | "completion";
  readonly whom?: Whom;
  readonly when?: When;
  readonly by?: "share" | "people";
  readonly limit?: number | null;
}

const taught =
  (first: "best" | "worst") =>
  (
    of: "modules" | "lessons",
    { measure = "score", whom = "own", when = "now", by = "share", limit = null }: Taught = {},
  ): Reading => ({ measure, whom, when, how: { form: "taught", of, first, by, limit } });

/** Which modules, or lessons, go worst, or best. */
export const worst = taught("worst");
export const best = taught("best");

export const standing = (measure: Measure, whom: Whom = "own", when: When = "now"): Reading => ({
  measure,
  whom,
  when,
  how: { form: "place" },
});

/** "Xã nào": since the merger many say so of wards, too. */
export const communes = [["xa"], ["xa", "phuong"]] as const;
export const wards = [["phuong"]] as const;
export const bothKinds = [["xa", "phuong"]] as const;
export const rooms = [["phong"], []] as const;

/** Beside another subject of the same period, or another period of the same subject, or both. */
export const beside = (
  measure: Measure,
  [whom, when]: readonly [Whom, When],
  [otherWhom, otherWhen]: readonly [Whom, When],
): Reading => ({ measure, whom, when, how: { form: "comparison", whom: otherWhom, when: otherWhen } });

export const which = { which: true } as const;
export const lost = { lost: true } as const;
export const refused = (name: string) => ({ refused: true, name }) as const;

/** What "học tốt", "dẫn đầu" may be measured by. */
export const well = (make: (measure: Measure) => Reading): Reading[] =>
  (["completion", "score", "lessons", "points"] as const).map(make);

const phuTho = "Tỉnh Phú Thọ";
const dienBien = "Tỉnh Điện Biên";
const unit = (path: string) => ({ unit: path });

export const place = {
  phuTho: unit(phuTho),
  office: unit(`${phuTho} / Văn phòng Đoàn ĐBQH và HĐND tỉnh`),
  general: unit(`${phuTho} / Văn phòng Đoàn ĐBQH và HĐND tỉnh / Phòng Tổng hợp`),
  household: unit(`${phuTho} / Văn phòng Đoàn ĐBQH và HĐND tỉnh / Phòng Hành chính - Quản trị`),
  tanLap: unit(`${phuTho} / Xã Tân Lập`),
  tanLapOffice: unit(`${phuTho} / Xã Tân Lập / Văn phòng HĐND và UBND`),
  tanLapCulture: unit(`${phuTho} / Xã Tân Lập / Phòng Văn hóa - Xã hội`),
  tan: unit(`${phuTho} / Xã Tân`),
  lamThao: unit(`${phuTho} / Xã Lâm Thao`),
  bees: unit(`${phuTho} / Xã Lâm Thao / Tổ công nghệ số "Ong Vàng"`),
  vietTri: unit(`${phuTho} / Phường Việt Trì`),
  economy: unit(`${phuTho} / Phường Việt Trì / Phòng Kinh tế/Hạ tầng`),
  /** Merged into Việt Trì. */
  tienCat: unit(`${phuTho} / Phường Việt Trì / Phường Tiên Cát`),
  vietTriOffice: unit(`${phuTho} / Phường Việt Trì / Văn phòng HĐND và UBND`),
  thanhMieu: unit(`${phuTho} / Phường Thanh Miếu`),
  hoaBinh: unit(`${phuTho} / Phường Hòa Bình`),
  dienBien: unit(dienBien),
  dienBienOffice: unit(`${dienBien} / Văn phòng Đoàn ĐBQH và HĐND tỉnh`),
  tuanGiao: unit(`${dienBien} / Xã Tuần Giáo`),
  tuanGiaoOffice: unit(`${dienBien} / Xã Tuần Giáo / Văn phòng HĐND và UBND`),
  tuaChua: unit(`${dienBien} / Xã Tủa Chùa`),
  otherTanLap: unit(`${dienBien} / Xã Tân Lập`),
  muongThanh: unit(`${dienBien} / Phường Mường Thanh`),
  na: unit("Văn phòng Quốc hội"),
  naGeneral: unit("Văn phòng Quốc hội / Vụ Tổng hợp"),
  naInformation: unit("Văn phòng Quốc hội / Vụ Thông tin"),
  k1: { cohort: "Lớp K1" },
  k2: { cohort: "Lớp K2" },
  qh: { cohort: "Lớp Đại biểu Quốc hội" },
  councillors: { audience: "hoc-vu-so-hdnd-xa" },
  clerks: { audience: "hoc-vu-so-van-phong" },
  deputies: { audience: "hoc-vu-so-dai-bieu" },
} as const;

export const who = (person: string) => ({ person });
