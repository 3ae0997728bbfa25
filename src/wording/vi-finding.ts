import type { Measure } from "#domain/question.ts";
import { numberInWords } from "./format.ts";

/** What is counted, named as a title. */
const titles: Readonly<Record<Measure, string>> = {
  people: "Số học viên",
  joined: "Đã tham gia lớp",
  not_joined: "Chưa tham gia lớp",
  learnt: "Đã học",
  not_learnt: "Chưa học",
  lessons: "Số bài đã học xong",
  completion: "Tiến độ",
  score: "Tỷ lệ trả lời đúng",
  points: "Điểm",
  streak: "Đang giữ chuỗi ngày học",
  unreachable: "Không liên lạc được",
  paused: "Đang tạm dừng",
  overdue: "Chậm tiến độ",
  finished: "Đã học xong cả khóa",
  forecast: "Dự báo cuối khóa",
};

/** What the figure means, in one line. */
const definitions: Readonly<Record<Measure, string>> = {
  people: "Tính mọi người có tên trong danh sách lớp.",
  joined: "Tính người đã đồng ý với thông báo về dữ liệu.",
  not_joined: "Tính người có tên trong danh sách mà chưa vào lớp.",
  learnt: "Tính người đã học xong ít nhất một bài trong thời gian này.",
  not_learnt:
    "Tính người đến ngày học mà chưa học xong bài nào trong thời gian này; không tính người đang tạm dừng, chưa vào lớp.",
  lessons: "Tính số bài đã học xong.",
  completion: "Số bài đã học xong so với số bài đã giao đến nay.",
  score: "Số câu đúng ngay lần đầu so với số câu đã trả lời.",
  points: "Tổng số điểm đã được cộng.",
  streak: "Tính người đang có chuỗi từ một ngày trở lên.",
  unreachable: "Tính người đã vào lớp nhưng mọi ứng dụng đều chặn tin, hoặc lâu nay chưa nhắn cho trang Zalo.",
  paused: "Tính người đang tạm dừng hôm nay.",
  overdue: "Tính người còn bài đã giao đến hết hôm qua mà chưa học xong.",
  finished: "Tính người không còn bài nào phải học.",
  forecast: "Số bài có lẽ sẽ học xong khi khóa kết thúc so với tất cả các bài.",
};

export const findingWords = {
  titles,
  definitions,
  notLearntOfDays:
    "Tính người đã vào lớp muộn nhất vào ngày đầu, đến ngày học mà chưa học xong bài nào trong thời gian này; không tính người đang tạm dừng.",
  completionOfDays: "Số bài đã học xong so với số bài đến lượt học, đều tính trong thời gian này.",
  completionOfModule: "Số bài của học phần đã học xong so với tất cả các bài của học phần.",
  completionOfEach: "Từng học phần: số bài đã học xong so với tất cả các bài của học phần ấy.",
  sortedByNumber: "Xếp theo số người.",
  sortedByShare: "Xếp theo tỷ lệ trên số học viên của từng đơn vị.",
  streakOfOne: "Số ngày học liên tiếp đến nay.",
  own: "phạm vi Anh/Chị phụ trách",
  me: "Anh/Chị",
  hidden: "nơi không còn xem được",

  today: "hôm nay",
  yesterday: "hôm qua",
  onDay: (day: string) => `ngày ${day}`,
  fromTo: (from: string, to: string) => `từ ${from} đến ${to}`,
  module: (number: number) => `học phần ${number}`,

  listOf: "danh sách",
  rankOf: (what: string, best: boolean, limit: number) => `${limit} ${what} ${best ? "tốt nhất" : "cần chú ý nhất"}`,
  eachOf: (what: string) => `từng ${what}`,
  unitWord: "đơn vị",
  peopleWord: "người",
  place: "thứ hạng",
  sides: {
    below: (line: string) => `dưới ${line}`,
    at_most: (line: string) => `không quá ${line}`,
    at_least: (line: string) => `từ ${line} trở lên`,
    above: (line: string) => `trên ${line}`,
  },
  between: (from: string, over: boolean, to: string, under: boolean) =>
    over && under ? `trên ${from} và dưới ${to}` : `${over ? "trên" : "từ"} ${from} đến ${under ? "dưới " : ""}${to}`,
  reached: (yes: boolean, line: string) => `${yes ? "Đã" : "Chưa"} đạt ${line}`,
  isBeyond: (bound: string) => `Có, ${bound}`,
  notBelow: (line: string) => `Không dưới ${line}`,
  notOver: (line: string, wanted: boolean) => `${wanted ? "Chưa" : "Không"} trên ${line}`,
  alreadyOver: (line: string) => `Không, đã quá ${line}`,
  notAsMany: (line: string) => `Không đến ${line}`,
  within: (yes: boolean, line: string) => `${yes ? "Nằm" : "Không nằm"} trong khoảng ${line}`,
  whetherReached: (line: string) => `có ${line} không`,
  moduleWord: "học phần",
  lessonWord: "bài",
  taughtByShare: (what: string, best: boolean) => `${what} có tỷ lệ trả lời đúng ${best ? "cao" : "thấp"} nhất`,
  taughtByPeople: (what: string, best: boolean) => `${what} ${best ? "ít" : "nhiều"} người trả lời sai nhất`,
  taughtByCompletion: (what: string, best: boolean) => `${what} hoàn thành ${best ? "nhiều" : "ít"} nhất`,
  taughtFirst: (what: string) => `${what.charAt(0).toUpperCase()}${what.slice(1)}:`,
  taughtShare: (what: string) =>
    `Số câu đúng ngay lần đầu so với số câu đã trả lời của ${what}${what === "học phần" ? "; học phần cùng tên ở các khóa được tính chung" : ""}.`,
  taughtPeople: (what: string) =>
    `Tính người trả lời sai ngay lần đầu ít nhất một câu của ${what}, trên số người đã trả lời ${what} ấy.`,
  nothingTaught: "Chưa có ai trả lời câu hỏi nào.",
  fewTaught: "Chưa có bài nào đủ người trả lời để tính mà không lộ câu trả lời của riêng ai.",
  tooMuchTaught:
    "Phạm vi này đông quá, Học Vụ không đếm từng học phần, từng bài ngay được. Mời Anh/Chị hỏi theo một đơn vị hoặc một lớp.",
  percentLine: (line: number) => `${numberInWords(line)} %`,
  peopleLine: (people: number) => `${numberInWords(people)} người`,
  cut: (part: number, whole: number, what: string) => `${numberInWords(part)} trên ${numberInWords(whole)} ${what}`,
  against: (other: string) => `so với ${other}`,

  ofPeople: (part: number, whole: number) => `${numberInWords(part)} trên ${numberInWords(whole)} người`,
  noUnits: "Không có đơn vị nào.",
  unitPlace: (place: number, of: number) =>
    `Đứng thứ ${numberInWords(place)} trên ${numberInWords(of)} đơn vị cùng cấp mà Anh/Chị xem được.`,
  personPlace: (place: number, of: number) =>
    `Đứng thứ ${numberInWords(place)} trên ${numberInWords(of)} người mà Anh/Chị phụ trách.`,
  ownPlace: "Thứ hạng của Anh/Chị có trên bảng của đơn vị: gõ xếp hạng.",
  noPlace: "Chưa đủ số liệu để xếp thứ hạng.",
  aloneUnit:
    "Anh/Chị chỉ xem được đơn vị mình phụ trách và cấp dưới; không có đơn vị cùng cấp nào khác để so, nên không có thứ hạng.",
  percent: (rate: number, part: number, whole: number) =>
    `${numberInWords(rate)} % (${numberInWords(part)}/${numberInWords(whole)})`,
  lessonsCount: (lessons: number) => `${numberInWords(lessons)} bài`,
  pointsCount: (points: number) => `${numberInWords(points)} điểm`,
  daysCount: (days: number) => `${numberInWords(days)} ngày`,
  yes: "có",
  no: "không",
  range: (low: number, high: number) => `Có lẽ từ ${low} % đến ${high} %.`,
  nothingDue: "chưa có gì để tính",
  nobody: "Không có ai.",
  nobodyHere: "Chưa có học viên nào ở đây.",
  noRows: "Không có đơn vị nào như vậy ở cấp dưới.",
  more: (people: number) => `… và ${numberInWords(people)} người nữa`,
  moreRows: (rows: number) => `… và ${numberInWords(rows)} dòng nữa`,
  asOf: (time: string, day: string) => `Tính đến ${time} ngày ${day}.`,

  which: "Anh/Chị muốn hỏi điều nào?",
  whether: "Có phải Anh/Chị muốn hỏi điều này?",
  whichHow: (count: number) => (count === 1 ? "Trả lời: gõ 1 nếu đúng" : `Trả lời: gõ số từ 1 đến ${count}`),
  thisOne: "Đúng vậy",
  near: "Có phải Anh/Chị muốn hỏi một trong những điều này?",
  nearHow: "Nếu không phải, mời Anh/Chị hỏi lại bằng lời khác.",
  whichExpired: "Lựa chọn này đã cũ hoặc đã được trả lời. Mời Anh/Chị hỏi lại để có số liệu mới nhất.",
  askHow: "Anh/Chị có thể hỏi bằng lời thường, có dấu hay không đều được. Ví dụ:",
  askToday: "hôm nay ai chưa học",
  askUnit: (unit: string) => `tiến độ ${unit}`,
  askBest: "top 5 đơn vị có tiến độ tốt nhất",
} as const;
