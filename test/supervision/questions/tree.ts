/**
 * The units of the world: two provinces after the merger of 1 July 2025 and the Office of the National Assembly. Names that
 * begin alike, one name below two parents, a slash and quotes within names, and names that hold everyday words: "Tuần Giáo"
 * (week), "Tủa Chùa" (typed bare it ends in "not yet"), "Tân" (begins "Tân Lập").
 */
export interface PlannedUnit {
  readonly path: string;
  /** Merged into the unit it stands below, at this instant. */
  readonly ended?: string;
}

export const units: readonly PlannedUnit[] = [
  { path: "Văn phòng Quốc hội" },
  { path: "Văn phòng Quốc hội / Vụ Tổng hợp" },
  { path: "Văn phòng Quốc hội / Vụ Thông tin" },
  { path: "Tỉnh Phú Thọ" },
  { path: "Tỉnh Phú Thọ / Văn phòng Đoàn ĐBQH và HĐND tỉnh" },
  { path: "Tỉnh Phú Thọ / Văn phòng Đoàn ĐBQH và HĐND tỉnh / Phòng Tổng hợp" },
  { path: "Tỉnh Phú Thọ / Văn phòng Đoàn ĐBQH và HĐND tỉnh / Phòng Hành chính - Quản trị" },
  { path: "Tỉnh Phú Thọ / Xã Tân Lập" },
  { path: "Tỉnh Phú Thọ / Xã Tân Lập / Văn phòng HĐND và UBND" },
  { path: "Tỉnh Phú Thọ / Xã Tân Lập / Phòng Văn hóa - Xã hội" },
  { path: "Tỉnh Phú Thọ / Xã Tân" },
  { path: "Tỉnh Phú Thọ / Xã Lâm Thao" },
  { path: 'Tỉnh Phú Thọ / Xã Lâm Thao / Tổ công nghệ số "Ong Vàng"' },
  { path: "Tỉnh Phú Thọ / Phường Việt Trì" },
  { path: "Tỉnh Phú Thọ / Phường Việt Trì / Phòng Kinh tế/Hạ tầng" },
  { path: "Tỉnh Phú Thọ / Phường Việt Trì / Văn phòng HĐND và UBND" },
  { path: "Tỉnh Phú Thọ / Phường Việt Trì / Phường Tiên Cát", ended: "2026-11-18T05:00:00Z" },
  { path: "Tỉnh Phú Thọ / Phường Thanh Miếu" },
  { path: "Tỉnh Phú Thọ / Phường Hòa Bình" },
  { path: "Tỉnh Điện Biên" },
  { path: "Tỉnh Điện Biên / Văn phòng Đoàn ĐBQH và HĐND tỉnh" },
  { path: "Tỉnh Điện Biên / Xã Tuần Giáo" },
  { path: "Tỉnh Điện Biên / Xã Tuần Giáo / Văn phòng HĐND và UBND" },
  { path: "Tỉnh Điện Biên / Xã Tủa Chùa" },
  { path: "Tỉnh Điện Biên / Xã Tân Lập" },
  { path: "Tỉnh Điện Biên / Phường Mường Thanh" },
];
