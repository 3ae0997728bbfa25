import type { QuestionType } from "#domain/course.ts";
import { type Token, tokens, withoutParticles, wordsOf } from "./normalise.ts";

/** What may stand before an answer without changing it, without marks. */
const leads = [
  "cau tra loi cua em la",
  "cau tra loi cua toi la",
  "em xin tra loi la",
  "dap an cua em la",
  "dap an cua toi la",
  "dap an dung la",
  "cau tra loi la",
  "em xin tra loi",
  "toi xin tra loi",
  "phuong an dung la",
  "cau dung la",
  "y dung la",
  "em nghi la",
  "toi nghi la",
  "minh nghi la",
  "theo anh la",
  "theo chi la",
  "em xin chon",
  "toi xin chon",
  "minh xin chon",
  "xin chon",
  "em nghi",
  "toi nghi",
  "minh nghi",
  "theo em la",
  "theo toi la",
  "theo minh la",
  "lua chon",
  "phuong an",
  "cau hoi",
  "tra loi",
  "dap an",
  "em chon",
  "e chon",
  "minh chon",
  "toi chon",
  "anh chon",
  "chi chon",
  "a chon",
  "chac chan",
  "hoan toan",
  ...["bac", "co", "chu", "ong", "ba", "chau"].flatMap((self) => [`${self} chon`, `theo ${self}`]),
  ...["em", "toi", "minh", "tui"].flatMap((self) => [`${self} thay`, `${self} cho rang`, `${self} thay la`]),
  ...["anh", "chi", "bac", "chu", "co", "ong", "ba"].flatMap((self) => [`${self} nghi`, `${self} nghi la`]),
  ...["khang dinh", "nhan dinh", "phat bieu", "y kien"].flatMap((what) => [what, `${what} nay`, `${what} tren`]),
  ...["em", "toi", "minh"].flatMap((self) => [`${self} tra loi`, `theo ${self}`, `theo ${self} thi`, `cho ${self}`]),
  ...["tui", "chau", "con"].flatMap((self) => [`${self} chon`, `${self} nghi`, `${self} nghi la`, `theo ${self}`]),
  ...["", "em ", "toi ", "minh ", "tui ", "con ", "chau "].flatMap((self) => [`${self}doan la`, `${self}doan`]),
  ...["do la", "no la", "chot", "hinh nhu la", "hinh nhu", "co le la", "co le", "cai"],
  ...["cau nay", "cau tren", "y nay", "dieu nay", "cai nay", "cho la", "toi cho la", "em cho la"],
  "chon",
  "chac",
  "cau",
  "so",
  "la",
  "y",
];

export const leadIns: readonly (readonly string[])[] = leads
  .map((lead) => lead.split(" "))
  .sort((a, b) => b.length - a.length);

/** What may stand after it; `apart`: only behind a comma or a full stop; `only`: only for questions of this type. */
interface Closing {
  readonly words: readonly string[];
  readonly apart?: true;
  readonly only?: QuestionType;
}

const thanks = [
  "xin cam on",
  "em cam on",
  "toi cam on",
  "tran trong",
  "tran trong cam on",
  "cam on em nhieu",
  "cam on em",
  "cam on anh",
  "cam on chi",
  "cam on nhieu",
  "cam on hoc vu",
  "cam on",
  "thanks",
];

export const closings: readonly Closing[] = [
  ...["la dung", "dung nhat", "dung", "cho chac", "cho nhanh", "chot"].map(
    (phrase): Closing => ({ words: phrase.split(" "), only: "single" }),
  ),
  { words: ["dung", "khong"] },
  { words: ["chac", "chan"] },
  { words: ["chac"] },
  { words: ["di"] },
  { words: ["nhi"] },
  { words: ["thoi"] },
  { words: ["luon"] },
  { words: ["roi"], only: "truefalse" },
  { words: ["vay"], only: "truefalse" },
  { words: ["hoan", "toan"], only: "truefalse" },
  { words: ["bet"], only: "truefalse" },
  { words: ["em", "oi"], only: "truefalse" },
  { words: ["ban", "oi"], only: "truefalse" },
  ...thanks.map((phrase): Closing => ({ words: phrase.split(" "), apart: true })),
];

export const connectors: ReadonlySet<string> = new Set(["va", "voi", "hoac", "ca"]);

/** "Câu A với câu C", "cả A lẫn C": what stands between several. */
export const severalConnectors: ReadonlySet<string> = new Set(
  "câu cau ý số so cái cai đáp dap án an lẫn lan cùng cung nữa nua".split(" "),
);

/** "b rồi a đến c": said only when putting things in order. */
export const orderConnectors: ReadonlySet<string> = new Set(["roi", "den"]);

const skips = ["bo qua", "skip", "khong tra loi", "bo qua cau nay"];
const nots = ["khong", "ko", "k", "kg", "hong", "hok", "hem", "chua", "chang"];
const knows = ["biet", "bt", "bit", "bik", "pit", "ro", "nho", "nho ra", "biet tra loi"];
const givesUp = [
  "chiu",
  "chiu thua",
  "chiu thoi",
  "chiu roi",
  "chiu luon",
  "bo tay",
  "quen roi",
  "quen mat",
  "quen mat roi",
];
const selves = ["", "em ", "e ", "toi ", "tui ", "minh ", "anh ", "chi ", "bac ", "chau ", "con "];

export const skipPhrases: ReadonlySet<string> = new Set([
  ...skips,
  ...nots.flatMap((not) => knows.flatMap((know) => selves.map((self) => `${self}${not} ${know}`))),
  ...givesUp.flatMap((words) => selves.map((self) => self + words)),
]);

export const countWords: ReadonlyMap<string, number> = new Map([
  ["hai", 2],
  ["ba", 3],
  ["bon", 4],
  ["nam", 5],
]);

const tail = "(?: (?:dap an|phuong an|lua chon|y|cau))?(?: deu)?(?: dung)?";

/** "tất cả", "cả 4", "cả ba ý": group 1 is the count, if one was said. */
export const allPhrase = new RegExp(`^(?:tat ca(?: cac)?|(?:tat )?ca (\\d|hai|ba|bon|nam))${tail}$`);

/** What may stand before a number too, without marks. */
export const numberLeads: readonly string[] = [
  ...["khoang", "tam", "chung", "do", "trong vong", "trong", "sau", "bang", "co", "duoc", "dung", "tong cong", "tong"],
  ...["it nhat", "nhieu nhat", "toi thieu", "toi da", "ket qua", "con so", "em", "toi", "minh", "e", "nghi", "doan"],
];

const quiet =
  "dạ da vâng vang ạ a ừ uh uhm ừm um ok oke okay okie oki nhé nha rồi roi được duoc cảm cám cam ơn on thanks thank you " +
  "nhiều nhieu em anh chị chi học vụ hoc vu xin chào chao alo vậy à hả thế";
const quietWords = new Set(quiet.split(" "));

/** "Cho em hỏi với", "em chưa hiểu câu hỏi": said to us, not to the question. */
const aside =
  /^(?:(?:da|thua|anh|chi|em|e|toi|minh|ban|oi|a|ad) )*(?:(?:cho|xin) (?:\w+ )?hoi\b|(?:chua|khong|ko|k) (?:hieu|ro|doc duoc|thay)(?: gi| ro| lam| cau hoi| cau nay| de bai| de| bai| duoc| het)*$)/;

/** "Câu này là sao", "viết tắt được không", "bạn học xong chưa". */
const asking =
  /(?:(?:^| )(?:duoc (?:khong|ko|hong|hok)|la sao|la the nao|thi sao|ky vay|ki vay|sao vay|gi vay|gi the|\S+ \S+ chua))(?: (?:a|ad|em|nhi|vay|ta|troi))*$|^(?:ua|cho hoi|(?:tai|vi) sao) /;
/** "Tôi không đồng ý", "bot ơi", "tiếp đi": whoever says it speaks of themselves, or of us. */
const telling =
  /^(?:(?:toi|em|minh|tui|chau|bac) (?:khong|ko|chua|dang|bi|se|muon|hoan thanh|xep|hoc|lam|moi|van|cung|can|thay)|bot|xin loi|tiep (?:di|theo|tuc)|cau (?:tiep|sau)|de (?:qua|ot)|do ngu|troi (?:oi|mua|nang)|sai roi|cau nao|em \S+|con \S+|co giao)(?: |$)|^\S+(?: \S+)* (?:toi|tui)(?: |$)/;

/** "Nhức đầu quá", "hết giờ rồi", "sao dài vậy": how something is told; by their marks, since "kết quả" and "cho vay" are things. */
const exclaiming = /^(?:\S+ )+(?:quá|rồi|roi|mà|hoài|vậy|thế|ghê|luôn)$/;
/** What is wrong with people, their phones and the question, at the beginning. */
const complaining =
  /^(?:sao (?!luu|chep|ke|y |vang|bien)|(?:hoi|gui|doc) lai|khong (?:mo|thay|doc|vao|xem|lam)|(?:may|dien thoai) (?:hu|hong|do|treo)|chua (?:hoc|doc|xem|kip|lam)|het gio|doi bung|met|chan|buon|nhuc|hu+hu|hic|cau (?:may|nay|kia)|nham|ai (?:cung|ma|biet)|mai)(?: |$)/;

const search = "google|gg|mang|internet|chatgpt|chat gpt|gpt|gemini|copilot";
/** "Câu khác", "nhắc lại câu hỏi", "gõ gì", "đã học xong", "tra google": what is done, or to be done, instead of an answer. */
const instead = [
  /^(?:(?:cho|xin|qua|chuyen|doi|sang|hoi) )*cau(?: hoi)? (?:khac|moi|tiep|sau|truoc)(?: |$)|^(?:tiep|next|doi cau(?: hoi)?)$/,
  /^(?:cho |xin )*(?:nhac|doc|gui|noi|xem)(?: lai)+ (?:cau|de|bai)(?: |$)|^cau hoi (?:la )?(?:gi|nao)$/,
  /^(?:thi )?(?:la|go|viet|nhap|danh|dien|tra loi|cai) (?:cai )?(?:gi|sao|the nao|nhu the nao|lam sao|o dau|kieu gi)(?: (?:day|co|duoc|bay gio))*$/,
  /^(?:(?:da|vua|moi) (?:hoc|doc|xem|lam|xong|tra loi)|(?:hoc |doc |xem |lam )?xong)(?: (?:xong|roi|het|bai))*$/,
  new RegExp(
    `^(?:(?:de|cu|len|vao|thu) )*(?:hoi|tra|tim|tra cuu|tim kiem|search|len|vao)(?: (?:tren|bang|trong|thu))* (?:${search})(?: (?:tim|tra|xem|hoi|thu))*$`,
  ),
  /^(?:(?:may|mang|app|zalo|telegram|dien thoai) )?bi (?:loi|lag|do|treo)$|^(?:may|mang|app) loi$|^loi (?:may|mang|app)$/,
];
/** "Google đi", "nói luôn đi": we are told to do it. */
const bidding = /^(?:\S+ )+đi$/;

/**
 * Whether the words ask something, tell of somebody or complain, and so answer nothing.
 * @param core the same without what leads in an answer: "em chọn …" tells of nobody
 */
export function isTalk(text: string, core: string): boolean {
  const words = withoutParticles(tokens(core)).filter(({ kind }) => kind !== "gap");
  const said = wordsOf(words);
  const isTold = exclaiming.test(words.map(({ marked }) => marked).join(" "));
  const whole = withoutParticles(tokens(text)).filter(({ kind }) => kind !== "gap");
  const isBidden = bidding.test(whole.map(({ marked }) => marked).join(" "));
  const all = wordsOf(whole);
  const speaks = [telling, complaining].some((form) => form.test(said));
  return isTold || isBidden || speaks || asking.test(all) || instead.some((form) => form.test(said) || form.test(all));
}

/** Whether nothing was said but particles, thanks, greetings, "ok" or a question to us. "A" alone may be an answer. */
export function isEmptyTalk(all: readonly Token[]): boolean {
  const words = all.filter((token) => token.kind !== "gap").map((token) => token.marked);
  return (words.every((word) => quietWords.has(word)) && words.join() !== "a") || aside.test(wordsOf(all));
}

const numberWords = new Set(
  [
    "mot",
    "hai",
    "ba",
    "bon",
    "tu",
    "nam",
    "lam",
    "sau",
    "bay",
    "tam",
    "chin",
    "muoi",
    "tram",
    "nghin",
    "ngan",
    "trieu",
  ].concat(["ty", "nua", "ruoi", "vai", "ca", "het", "toan"]),
);

/**
 * Whether a number may be meant: digits, "mười bốn", "XIV", "không". Where nothing else is right, a text without any ("bài này
 * dài quá") is said to us.
 */
export function namesNumber(text: string): boolean {
  const words = tokens(text).filter((token) => token.kind !== "gap");
  if (words.length === 1 && words[0]!.folded === "khong") return true;
  return words.some(
    ({ kind, marked, folded }) => kind === "number" || /^[ivxlc]+$/.test(marked) || numberWords.has(folded),
  );
}
