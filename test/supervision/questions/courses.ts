/** The courses of the world, and the cohorts that learn them. */
export interface PlannedCourse {
  readonly id: string;
  readonly title: string;
  /** Its modules in teaching order: title, number of lessons. */
  readonly modules: readonly (readonly [string, number])[];
}

export const courses: readonly PlannedCourse[] = [
  {
    id: "hoc-vu-so-hdnd-xa",
    title: "Bình dân học vụ số: Hội đồng nhân dân cấp xã",
    modules: [
      ["Khởi động: Quốc hội số và tôi", 6],
      ["An toàn và chống lừa đảo", 6],
      ["AI có trách nhiệm trong hoạt động dân cử", 4],
    ],
  },
  {
    id: "hoc-vu-so-van-phong",
    title: "Bình dân học vụ số: Cán bộ, công chức văn phòng",
    modules: [
      ["Khởi động: Quốc hội số và tôi", 4],
      ["Văn bản điện tử và họp số", 3],
      ["An toàn và chống lừa đảo", 3],
    ],
  },
  {
    id: "hoc-vu-so-dai-bieu",
    title: "Bình dân học vụ số: Đại biểu Quốc hội",
    modules: [
      ["Khởi động: Quốc hội số và tôi", 5],
      ["Thiết bị và danh tính số", 4],
      ["Tìm, kiểm chứng và đọc dữ liệu", 3],
    ],
  },
];

export interface PlannedCohort {
  readonly key: "K1" | "K2" | "QH";
  readonly name: string;
  readonly course: string;
  readonly start: string;
  readonly weekdays: readonly number[];
}

export const cohorts: readonly PlannedCohort[] = [
  { key: "K1", name: "Lớp K1", course: "hoc-vu-so-hdnd-xa", start: "2026-11-09", weekdays: [1, 2, 3, 4, 5] },
  { key: "K2", name: "Lớp K2", course: "hoc-vu-so-van-phong", start: "2026-11-16", weekdays: [1, 3, 5] },
  {
    key: "QH",
    name: "Lớp Đại biểu Quốc hội",
    course: "hoc-vu-so-dai-bieu",
    start: "2026-11-09",
    weekdays: [1, 2, 3, 4, 5],
  },
];

export const holiday = { day: "2026-11-24", name: "Ngày Văn hóa Việt Nam" };

/** The ids of a course's lessons, module by module. */
export const lessonsOf = ({ id, modules }: PlannedCourse): string[][] =>
  modules.map(([, count], at) => Array.from({ length: count }, (_, place) => `${id}-${at + 1}-${place + 1}`));
