/** The head of a report's table, in the order of its columns. */
export const reportHead = [
  "Đơn vị",
  "Học viên",
  "Đã tham gia",
  "Học xong hôm nay",
  "Tỷ lệ hoàn thành",
  "Điểm trung bình",
  "Bài được bỏ qua",
] as const;

/** The line that sums up all units. */
export const reportTotal = "Tổng cộng";
