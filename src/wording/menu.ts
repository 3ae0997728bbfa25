/** A command in a platform's menu. */
export interface MenuEntry {
  /** Without the slash. */
  readonly command: string;
  readonly description: string;
}

/** What stands in every learner's menu. */
export const learnerMenu: readonly MenuEntry[] = [
  { command: "baihoc", description: "Bài hôm nay, hoặc bài tiếp theo" },
  { command: "thuvien", description: "Thư viện: đọc lại bài, luyện thêm" },
  { command: "dauvao", description: "Xếp mức, bỏ qua bài đã biết" },
  { command: "diem", description: "Điểm, thứ hạng, tiến độ" },
  { command: "chuoi", description: "Chuỗi ngày học" },
  { command: "xephang", description: "Bảng xếp hạng đơn vị" },
  { command: "ontap", description: "Ôn các câu đến hạn (sắp có)" },
  { command: "gio", description: "Giờ nhận bài" },
  { command: "tamdung", description: "Tạm dừng vài ngày" },
  { command: "tieptuc", description: "Học tiếp" },
  { command: "lienket", description: "Dùng thêm ứng dụng khác" },
  { command: "hoi", description: "Hỏi về nội dung bài (sắp có)" },
  { command: "roilop", description: "Rời lớp đang học" },
  { command: "dulieu", description: "Dữ liệu của tôi" },
  { command: "xoa", description: "Xóa dữ liệu của tôi" },
  { command: "trogiup", description: "Các lệnh có thể gõ" },
];

/** What supervisors find in theirs: their own commands first. A menu is no right: rights are read at each command. */
export const supervisorMenu: readonly MenuEntry[] = [
  { command: "tiendo", description: "Tiến độ của lớp hoặc đơn vị" },
  { command: "chuahoc", description: "Ai chưa học" },
  { command: "nhac", description: "Nhắc những người chưa học" },
  { command: "cangiup", description: "Ai cần giúp, và vì sao" },
  { command: "thongbao", description: "Gửi thông báo tới lớp hoặc đơn vị" },
  { command: "bantin", description: "Bản tin thứ Hai: bật, tắt" },
  { command: "xuat", description: "Báo cáo Excel" },
  { command: "bang", description: "Bảng theo dõi trên trình duyệt" },
  ...learnerMenu,
];
