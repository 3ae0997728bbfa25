/**
 * The people of the world. What they did is a sign for each day from Monday 9 November to Thursday 26 November 2026:
 * `0`–`3` a lesson completed with so many of its three first tries right, `D` two lessons with all right, `x` a lesson
 * begun (one right, one wrong answer) and left, `v` the third lesson to come instead of the next, `s` one that was skipped,
 * all right, `r` a review, `.` nothing. Weekends and the holiday of 24 November stand in
 * between: what is learnt on them is counted, and keeps no day.
 */
export interface PlannedPerson {
  readonly name: string;
  /** Paths of the units they hold posts in now; the first is the main one. */
  readonly posts: readonly string[];
  readonly cohorts: readonly ("K1" | "K2" | "QH")[];
  readonly supervises?: boolean;
  /** Since when they hold the post of the same place in `posts`; without: always. */
  readonly since?: readonly (string | null)[];
  /** Where they were before, until when. */
  readonly before?: { readonly path: string; readonly until: string };
  readonly joined?: string | null;
  readonly days: string;
  readonly is?: "left" | "erased" | "blocked" | "placed";
  /** First and last day of a pause. */
  readonly paused?: readonly [string, string];
}

type Rest = Omit<PlannedPerson, "name" | "posts" | "cohorts" | "days">;

const person = (name: string, post: string, cohort: "K1" | "K2" | "QH", days: string, rest: Rest = {}) => ({
  name,
  posts: [post],
  cohorts: [cohort],
  days,
  ...rest,
});

const office = "Văn phòng Quốc hội";
const phuTho = "Tỉnh Phú Thọ";
const phuThoOffice = `${phuTho} / Văn phòng Đoàn ĐBQH và HĐND tỉnh`;
const general = `${phuThoOffice} / Phòng Tổng hợp`;
const household = `${phuThoOffice} / Phòng Hành chính - Quản trị`;
const tanLap = `${phuTho} / Xã Tân Lập`;
const tanLapOffice = `${tanLap} / Văn phòng HĐND và UBND`;
const tanLapCulture = `${tanLap} / Phòng Văn hóa - Xã hội`;
const tan = `${phuTho} / Xã Tân`;
const lamThao = `${phuTho} / Xã Lâm Thao`;
const bees = `${lamThao} / Tổ công nghệ số "Ong Vàng"`;
const vietTri = `${phuTho} / Phường Việt Trì`;
const economy = `${vietTri} / Phòng Kinh tế/Hạ tầng`;
const vietTriOffice = `${vietTri} / Văn phòng HĐND và UBND`;
const thanhMieu = `${phuTho} / Phường Thanh Miếu`;
const hoaBinh = `${phuTho} / Phường Hòa Bình`;
const dienBien = "Tỉnh Điện Biên";
const dienBienOffice = `${dienBien} / Văn phòng Đoàn ĐBQH và HĐND tỉnh`;
const tuanGiao = `${dienBien} / Xã Tuần Giáo`;
const tuanGiaoOffice = `${tuanGiao} / Văn phòng HĐND và UBND`;
const tuaChua = `${dienBien} / Xã Tủa Chùa`;
const otherTanLap = `${dienBien} / Xã Tân Lập`;
const muongThanh = `${dienBien} / Phường Mường Thanh`;

const boss = { supervises: true } as const;
const never = { joined: null } as const;
const nothing = "..................";

export const people: readonly PlannedPerson[] = [
  person("Phạm Quang Vinh", office, "QH", "33233..3323...3.33", boss),
  person("Lê Thu Hà", `${office} / Vụ Tổng hợp`, "QH", "33333..33333..3.33"),
  person("Trần Đức Long", `${office} / Vụ Tổng hợp`, "QH", "2.12...22.x...2..."),
  person("Vũ Hải Yến", `${office} / Vụ Tổng hợp`, "QH", "32.23..3.323..23.."),
  person("Nguyễn Thị Mai", `${office} / Vụ Thông tin`, "QH", "3323...33....r3..2"),
  person("Hoàng Minh Tuấn", `${office} / Vụ Thông tin`, "QH", "DDDDD3.3.........."),
  person("Đỗ Thị Hạnh", `${office} / Vụ Thông tin`, "QH", nothing, never),
  person("Bùi Anh Khoa", `${office} / Vụ Thông tin`, "QH", "1.2..............."),

  person("Hà Văn Thắng", phuTho, "K1", "323.3..33233..3.23", boss),
  person("Nguyễn Thị Phương", phuThoOffice, "K2", ".......3.3.3..3.3.", boss),
  person("Lê Minh Đức", general, "K2", ".......33v23..33.3"),
  person("Trần Thị Ngọc", general, "K2", ".......D.D.D..D.D."),
  person("Phan Văn Tài", general, "K2", ".......2...1......"),
  person("Ngô Thị Lan", general, "K2", ".......3.2.3.23..."),
  person("Vũ Đình Nam", general, "K2", nothing, never),
  person("Đinh Thị Hoa", household, "K2", ".......1.x.2..2.3."),
  person("Cao Văn Bằng", household, "K2", ".......3.3.3......", { paused: ["2026-11-23", "2026-11-30"] }),
  person("Lý Thị Xuân", household, "K2", ".......2..........", { is: "blocked" }),
  person("Tạ Quang Huy", household, "K2", ".......0.1.0..1.1."),
  person("Nguyễn Thị Mai", household, "K2", ".......333.3..3.32"),

  person("Bùi Văn Sơn", tanLap, "K1", "3.2.3..3..23..2..3", boss),
  person("Nguyễn Văn Hùng", tanLap, "K1", "22332..23222..2.32"),
  person("Nguyễn Văn Hưng", tanLap, "K1", "1..1...1.........."),
  person("Hà Thị Thơm", tanLap, "K1", "333333.33333..3333"),
  person("Đặng Thị Thu", tanLap, "K1", "333.3..33.33..3.3.", {
    since: ["2026-11-18T05:00:00Z"],
    before: { path: lamThao, until: "2026-11-18T05:00:00Z" },
  }),
  person("Phùng Thị Nga", tanLapOffice, "K2", ".......3.3.3..3.3."),
  person("Quách Văn Lực", tanLapOffice, "K2", ".......2.2...12..."),
  person("Bùi Thị Hiền", tanLapOffice, "K2", ".......D3DD...D3.."),
  person("Đinh Công Tráng", tanLapCulture, "K1", "2.3.2..3.2.3..2..."),
  person("Hoàng Thị Bích", tanLapCulture, "K1", "333.3............."),
  person("Nguyễn Hữu Phước", tanLapCulture, "K1", nothing, never),

  // Small and regular: the figures of this unit are worked out by hand in oracle.test.ts.
  person("Trương Văn Đoàn", tan, "K1", "33333..33333..3.33", boss),
  person("Trần Thị Én", tan, "K1", "..2....2.......2..", { joined: "2026-11-10" }),
  person("Mai Văn Khánh", tan, "K1", nothing, never),
  person("Tô Thị Sáu", tan, "K1", "...........13....x", { joined: "2026-11-19" }),

  person("Nguyễn Khắc Hiếu", lamThao, "K1", "3333...2.33...3..r", boss),
  person("Nguyễn Văn Hùng", lamThao, "K1", "12.1...12....1...."),
  person("Lê Thị Điểm", lamThao, "K1", "333.3..33333..3..3"),
  person("Phạm Văn Toản", lamThao, "K1", "2................."),
  person("Đào Xuân Quý", bees, "K1", "DDD3D.3DD3..D....."),
  person("Hoàng Văn Học", bees, "K1", "1.1.1..1.1.1..1..."),
  person("Trịnh Thị Nhung", bees, "K1", nothing),
  {
    ...person("Kiều Thị Oanh", bees, "K1", "33.33..3.323..3..3"),
    posts: [bees, economy],
    since: [null, "2026-11-16T05:00:00Z"],
  },

  person("Triệu Thị Bình", vietTri, "K1", "33.33..3.333..3..2", boss),
  person("Nguyễn Văn Hùng", vietTri, "K1", "3.2.2..........32."),
  person("Lưu Thị Thủy", vietTri, "K1", "D3.3.........23..."),
  person("Chu Văn Nghĩa", vietTri, "K1", "32.3...33.3.......", { is: "left" }),
  person("Tống Thị Gấm", vietTri, "K1", "DDDDDD............", { is: "erased" }),
  person("Phí Văn Lộc", vietTri, "K1", "2.3.2..2.32...2..2", {
    since: ["2026-11-18T05:00:00Z"],
    before: { path: `${vietTri} / Phường Tiên Cát`, until: "2026-11-18T05:00:00Z" },
  }),
  person("Dương Thị Quyên", economy, "K1", "3............3.3..", { is: "blocked" }),
  person("Lại Thế Cường", economy, "K1", "22............22..", { paused: ["2026-11-12", "2026-11-19"] }),
  person("Nghiêm Thị Trâm", economy, "K2", ".......2.3.2..3..."),
  person("Khuất Văn Dũng", vietTriOffice, "K2", ".......3......s...", { is: "placed" }),
  person("Hứa Thị Mận", vietTriOffice, "K2", nothing),
  { ...person("Đoàn Thị Giang", vietTriOffice, "K1", "1.2.3..3.D.3..2..3"), cohorts: ["K1", "K2"] },

  person("Vương Đình Khải", thanhMieu, "K1", nothing, { ...boss, ...never }),
  person("Âu Thị Lê", thanhMieu, "K1", nothing, never),
  person("Ma Văn Tỵ", thanhMieu, "K1", nothing, never),
  person("Đàm Quang Sáng", hoaBinh, "K1", "33333..33333..3.33", boss),
  person("Bạch Thị Nụ", hoaBinh, "K1", "33332..33323..3.33"),
  person("Quản Trọng Nhân", hoaBinh, "K1", "D3D3D3DD3.D......."),

  person("Lò Văn Muôn", dienBien, "K1", "3.3.2..2.3.2..3..2", boss),
  { ...person("Trần Quốc Toàn", dienBien, "K2", ".......3.3.2..3.3.", boss), posts: [dienBien, phuTho] },
  person("Cà Thị Hương", dienBienOffice, "K2", ".......3.3.3..3.33", boss),
  person("Lường Văn Pánh", dienBienOffice, "K2", ".......2....1....."),
  person("Giàng Thị Mỷ", dienBienOffice, "K2", nothing, never),
  person("Nguyễn Đức Hạ", dienBienOffice, "K2", ".......D3D3D3.D..."),
  person("Quàng Thị Vân", tuanGiao, "K1", "33.23..3323...3.23", boss),
  person("Lò Thị Tuần", tuanGiao, "K1", "2.2.2..2.2.2..2..2"),
  person("Mùa A Dế", tuanGiao, "K1", "1.....1..........."),
  person("Vừ A Chùa", tuanGiao, "K1", nothing, never),
  person("Tòng Văn Hặc", tuanGiaoOffice, "K2", ".......3.1.2..x..."),
  person("Bạc Thị Xoan", tuanGiaoOffice, "K2", ".......3.3.3..3.3."),
  person("Sùng A Chống", tuaChua, "K1", "3.3.3..3.3.3..3...", boss),
  person("Thào Thị Dua", tuaChua, "K1", ".2.2....2.2....2.."),
  person("Ly A Nếnh", tuaChua, "K1", "2.................", { is: "blocked" }),
  person("Khoàng Văn Vượng", otherTanLap, "K1", "3333...3333...33..", boss),
  person("Nguyễn Văn Hùng", otherTanLap, "K1", "2.3.2..2.3.2.....3"),
  person("Pờ Thị Lan", otherTanLap, "K1", nothing, { joined: "2026-11-23" }),
  person("Tao Văn Bó", muongThanh, "K1", "333.3..3.333..3..3", boss),
  person("Phạm Thị Hoài", muongThanh, "K1", "33v33..33333..3.33"),
  person("Lê Văn Chung", muongThanh, "K1", "1................."),
  person("Chớ Thị Sùng", muongThanh, "K1", "..........22..2..."),
];
