import { withoutMarks } from "#domain/fold.ts";

/**
 * How the grammar's own short words are spelt, where another word of the same letters is common: "bạn" is no "ban", and
 * "Diễm" no "điểm". A word that carries only some of the marks may still be ours.
 */
const spelt = (
  "ban bài bao báo bảo bắt bét bỏ bộ bị cả các cán cần cao cáo chậm chăm chấm chặn chưa có cô cơ cờ còn cuối cùng cũng đã dạ dẫn đầu đâu " +
  "đến điểm độ đó dở đoàn đoán đội đúng dừng dùng đứng được giờ giữ gồm giỏi hạng hay hãy hoàn hoãn học hôm hội hơn huyện ít kém kết " +
  "khả khá khóa khoá không kia kịp làm lên liên lớp lửa lâu mấy mình muộn muốn mức năm nào nay này ngày nghỉ nhất nhật nhóm nợ nơi phần phòng " +
  "phường qua quả quá quận quản quan quân quý rồi rớt sáng sách sao so số sở sổ tạm tám tất tệ tên tháng thành thấp thế thể thêm thì thị " +
  "thiếu thứ tiến tiếp tin tỉnh tình tính tổ toàn tôi tới tối tổng tốt trễ trình trước trung từ tự tuần tỷ tỉ và vắng vâng vào về với " +
  "vụ vừa vẫn xã xếp xong yếu gì chị ông bà ba bác chú em anh bốn sáu bảy chín mười hai một nhì tư chung riêng tại trên của lãnh đạo lý gửi kiểm tra cứu thông công hợp tài khoản cộng chúng hổm hồi chức đồng tiết việc lòng vui cụ mẫu đầy đăng đối dự đủ dụng hàng kế khởi mới mời mục nhỏ nổi nối nói nội phân phong ký kí đợi chí chỉ hỏi chủ đang nhờ nhớ kỳ kể lại lấy đi đây đợt " +
  "vùng viện trường thôn ấp khối cục tỷ lệ đạt hiện nữa nhé người những nhiều trả lời thống hệ nghị đề để phiền cấp trọng trân trấn trần riêng thôi thời nữa nửa trơn trốn tròn trọn cập dễ lỗi khoảng cỡ nguyên kê liệt dữ mọi từng mỗi theo bên chỗ nhà ta"
).split(" ");

const ours = new Map<string, string[]>();
for (const word of spelt) ours.set(withoutMarks(word), [...(ours.get(withoutMarks(word)) ?? []), word]);

const marksOf = (word: string): string[] => word.normalize("NFD").match(/[\u0300-\u036Fđ]/g) ?? [];

/** Whether every mark of `typed` is one of `own`: words typed with some of their marks may still be the same. */
export function marksFit(typed: string, own: string): boolean {
  const left = marksOf(own);
  return marksOf(typed).every((mark) => {
    const at = left.indexOf(mark);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

/** Whether the marks typed make it another word than any of ours of these letters. */
export function isSpeltOtherwise(marked: string): boolean {
  const own = ours.get(withoutMarks(marked));
  return own !== undefined && !own.some((word) => marksFit(marked, word));
}

/** Whether the word is one of ours only with marks: in a text that has marks, "Minh" is somebody and "mình" is not. */
export const needsMarks = (folded: string): boolean => ours.get(folded)?.every((word) => word !== folded) ?? false;
