import type { PictureFaults } from "#domain/lesson-fault.ts";
import type { Words } from "./words.ts";

export const pictureWords: Words<PictureFaults> = {
  "picture-half": (missing) => `thiếu tệp ${missing} nên hình chưa hiện: thêm tệp ấy vào cùng thư mục`,
  "picture-unsaid": (words) =>
    `hình có chữ ${words.map((word) => `“${word}”`).join(", ")} mà picture.md không có: viết thêm vào picture.md`,
  "picture-text-empty": () => "tệp đang trống: viết bằng lời điều hình vẽ",
  "picture-text-long": (length, max) => `lời dài ${length} ký tự: rút gọn còn tối đa ${max} ký tự, vừa đủ dưới hình`,
  "picture-without-title": () =>
    "hình chưa có câu đọc cho người không nhìn thấy: sau <svg …> viết <title>Hình nói về điều gì</title>",
  "picture-title-long": (length, max) => `câu trong <title> dài ${length} ký tự: rút gọn còn tối đa ${max}`,
  "not-a-drawing": () =>
    'đây không phải hình vẽ SVG: bắt đầu tệp bằng <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 450">',
  "drawing-size": () =>
    'khung hình không đúng cỡ điện thoại: viết viewBox="0 0 360 450" (rộng 360, cao từ 360 đến 640)',
  "drawing-script": () => "trong hình không được có mã lệnh: xóa phần <script>",
  "drawing-element": (name) => `không dùng được <${name}> trong hình: chỉ vẽ bằng text, rect, circle, line, path`,
  "drawing-attribute": (name) => `${name} là mã lệnh, không dùng được trong hình: xóa đi`,
  "drawing-leads-out": (what) => `${what} dẫn ra ngoài tệp hình: xóa, vẽ ngay trong tệp này`,
  "drawing-letters": (letters) => `phông chữ không có ${letters.join(" ")}: viết bằng chữ, hoặc vẽ bằng path`,
  "drawing-small-letters": (size, min) => `cỡ chữ ${size} quá nhỏ trên điện thoại: viết từ ${min} trở lên`,
  "xml-broken": () =>
    "chỗ này không đúng dạng XML: xem lại dấu < > và các thẻ, thẻ nào mở thì phải đóng, ví dụ <text>Chữ</text>",
  "xml-doctype": () => "không dùng được dòng <!DOCTYPE …>: xóa dòng ấy",
  "xml-too-deep": (max) => `các thẻ lồng nhau quá ${max} lớp: bớt thẻ, phần HTML để trong <![CDATA[ … ]]>`,
};
