import type { CourseId } from "#domain/ids.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** What the people of an audience are called besides its title, by what its course's id ends in. */
const called: Readonly<Record<string, readonly string[]>> = {
  "dai-bieu": ["đại biểu Quốc hội", "đại biểu", "các đại biểu"],
  "van-phong": [
    "cán bộ văn phòng",
    "công chức văn phòng",
    "cán bộ công chức văn phòng",
    "nhân viên văn phòng",
    "khối văn phòng",
  ],
  "hdnd-tinh": ["đại biểu Hội đồng nhân dân tỉnh", "đại biểu tỉnh", "đại biểu Hội đồng nhân dân cấp tỉnh"],
  "hdnd-xa": ["đại biểu Hội đồng nhân dân xã", "đại biểu xã", "đại biểu Hội đồng nhân dân cấp xã"],
};

/** A course made for an audience, by its id and title ("Bình dân học vụ số: Đại biểu Quốc hội"); null: it is for all. */
export function audienceOf({
  id,
  title,
}: {
  readonly id: CourseId;
  readonly title: string;
}): Vocabulary["audiences"][number] | null {
  const own = /: (.+)$/u.exec(title)?.[1];
  const words = Object.entries(called).find(([ending]) => id.endsWith(`-${ending}`))?.[1] ?? [];
  const all = own === undefined ? words : [own, ...words];
  return all.length === 0 || id.endsWith("-tat-ca") ? null : { course: id, words: [...new Set(all)] };
}
