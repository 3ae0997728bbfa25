import { fold } from "#domain/fold.ts";
import type { LocalTime } from "#domain/time.ts";
import { readTime } from "./arguments.ts";
import { gist } from "./normalise.ts";
import { readConsent, readsEraseAll } from "./replies.ts";

/**
 * What plain words of a learner are about, where they are no command, no answer and no figure that is asked for.
 * - `courtesy`: thanks, "vâng", a thumb up.
 * - `agreed`, `withdraws`: the answer to the privacy notice once more, or another one than before.
 * - `time`, `pause`, `leave`: what a command does, said in a sentence. Nothing is done by it: it is told how.
 * - `erase`: the words that confirm an erasure, where none is asked, or a wish for one.
 * - `data`: what is known about them.
 * - `lesson`: where a lesson is, or how to begin.
 * - `stuck`: a question is hard or not understood, they ask for a hint, or why something was wrong.
 * - `certificate`: whether there is one.
 */
export type Wish =
  | "courtesy"
  | "greeting"
  | "agreed"
  | "withdraws"
  | "time"
  | "pause"
  | "leave"
  | "erase"
  | "data"
  | "lesson"
  | "stuck"
  | "certificate";

/** What stands before a wish: who speaks, to whom, and how politely. */
const before =
  "(?:(?:da|vang|thua|xin|kinh|cho|nho|ad|admin|hoc vu|oi|toi|em|e|minh|anh|chi|bac|chu|co|chau|muon|can|phep|duoc|se|dang|phai|bi|nay|mai|hom nay|ngay mai|tuan nay|tuan sau|sang nay|hom qua|may hom nay|may ngay nay) )*";

const begins = (...forms: readonly string[]): RegExp => new RegExp(`^${before}(?:${forms.join("|")})(?: |$)`);

const hour = /\b\d{1,2} (?:h|g|gio)\b/;
const aboutHours = begins("(?:doi|chuyen|dat|sua|thay doi)(?: lai)? gio", "(?:hoc|nhan|gui|nhac|doi|chuyen|dat)");
const newHour = begins("(?:doi|chuyen|sua|thay doi)(?: lai)? gio(?: hoc| nhan bai| gui bai)?");

/** Without marks "nghi" is "nghĩ", too, and "ban" is "bạn": so each takes a word behind it. */
const pause = begins(
  "nghi (?:phep|om|le|tet|may|vai|den|hom|ngay|tuan|mai|mot|hai|ba|bon|nam|\\d+)",
  "tam (?:nghi|dung|ngung)",
  "ban (?:qua|viec|hop|lam|rat|di|khong|chua|ca)",
  "(?:di )?cong tac",
  "(?:om|nam vien)",
);
const busy = begins("ban");

const leave = begins(
  "khong (?:muon |the |con )?(?:hoc|tham gia|nhan)(?: bai| tin| khoa)?(?: nay)? nua",
  "(?:huy|bo|ngung|thoi) (?:hoc|dang ky|tham gia|nhan bai|nhan tin|khoa|lop)",
  "(?:dung|ngung|thoi) gui(?: bai| tin| nua)*",
  "nghi huu",
  "(?:stop|unsubscribe)",
);

const own = "(?:het |toan bo |tat ca )*(?:du lieu|thong tin(?: ca nhan)?|tai khoan|ho so)";
const erase = begins(`xoa(?: bo)? ${own}(?: (?:cua|ve) (?:toi|em|minh|anh|chi|bac))?(?: di)?(?: cho toi| giup toi)?$`);
const data = [
  begins(`(?:xem|biet)(?: lai)? ${own}(?: (?:dang luu|luu))? (?:cua|ve) (?:toi|em|minh|anh|chi|bac)`),
  /(?:^| )(?:dang )?(?:luu|giu|biet)(?: tru)? (?:nhung )?(?:gi|thong tin gi|du lieu gi)(?: cua| ve) (?:toi|em|minh|anh|chi|bac)$/,
];

const missing = new RegExp(
  `^(?:(?:sao|tai sao|vi sao|the|ma|van|thay|a) )*${before}(?:(?:sao|tai sao|vi sao|van|thay) )*${before}` +
    "(?:chua|khong|ko|k|chang)(?: thay| he)? (?:nhan(?: duoc| thay)?|co|thay|duoc|gui)(?: gui| nhan)?(?: bai| tin)(?: |$)",
);
const lesson = [
  begins("(?:bao gio|khi nao|luc nao|may gio)(?: thi)?(?: moi)? (?:co|nhan|gui|den|toi|hoc)(?: duoc)? bai"),
  begins(
    "(?:gui|mo|vao|lay|xem|hoc)(?: lai| xin| cho| toi| em| minh)* bai(?: hoc| moi| tiep| theo| hom nay| di| nay)*$",
  ),
  begins("bai(?: hoc)? (?:moi|tiep|tiep theo|hom nay|dau tien)$"),
  begins("(?:bat dau|vao) hoc$", "(?:cach hoc|hoc (?:the nao|nhu the nao|lam sao|o dau))$"),
  begins("(?:lam the nao|lam sao|the nao)(?: de)?(?: vao)? hoc$", "bai(?: hoc)?(?: dau)?$"),
];

const sighs = "(?: (?:qua|the|vay|ghe|that|lam|nhi|day|a|em|oi|di|mat))";
const hard = "(?:kho hieu|rac roi|phuc tap)";
const asks = "(?: (?:cho|giup|voi|di|them|cau|nay|toi|em|minh|a|nhe|duoc|khong|chut|mot|ti))*$";
const stuck = begins(
  `(?:cau(?: hoi)?|bai|de)(?: nay| do| vua roi| tren)?(?: sao)?(?: ma)? (?:kho|${hard})${sighs}*$`,
  `kho${sighs}+$`, // alone it may be "kho", "khô" or "khổ"
  `${hard}${sighs}*$`,
  `(?:goi y|giai thich)${asks}`,
  `(?:xin |cho |biet )*dap an(?: dung)?(?: la gi)?${asks}`,
  "(?:khong|chua|ko|k|chang|hong) hieu(?: (?:gi|lam|ro|cau|hoi|nay|bai|de|noi dung|het|duoc|a|ca))*$",
  "(?:tai sao|vi sao|sao)(?: (?:cau|nay|do|y|toi|em|minh|[a-f]|\\d|lai|chon|tra loi|bi))* (?:sai|khong dung)(?: (?:a|vay|the|nhi))*$",
  "sai (?:o dau|cho nao)(?: (?:a|vay|the|nhi))*$",
);

const whenOrHow = "bao gio|khi nao|bao lau|o dau|lam sao|the nao";
const gaining = `(?:(?:hoc|xong|khoa|nay|bai|hoan thanh|thi|dat|co|duoc|nhan|lay|cap|de|moi|tai|ve|${whenOrHow}) )*`;
const which = `(?: (?:cua|khoa|hoc|nay|lay|nhan|cap|toi|em|minh|hoan thanh|khong|ko|k|chua|gi|a|nhe|vay|the|${whenOrHow}))`;
/** "Chứng chỉ" alone may be an answer. */
const certificate = begins(
  `${gaining}giay (?:chung nhan|khen)${which}*$`,
  `${gaining}(?:chung chi|chung nhan)${which}+$`,
  `${gaining}(?:${whenOrHow}) ${gaining}(?:chung chi|chung nhan)$`,
);

/** Whose lessons are meant is somebody else: a supervisor asks. */
const others = /\b(?:ai|nhung|cac|bao nhieu|may nguoi|nguoi nao|don vi|phong|xa nao|lop nao|danh sach)\b/;

const friendlyWords =
  "ok oke okay okie oki da vang u uh um duoc roi ro biet hay tot tuyet voi lam qua nhe nha a em e anh chi ad ban nhieu rat that " +
  "toi minh nhat tri hieu lai";
const kind = new Set(friendlyWords.split(" "));
const thanks = /\b(?:cam on|thanks|thank you|tks)\b/;
const greeting = /^(?:(?:da|vang|thua|em|anh|chi|xin|kinh) )*(?:chao|alo|hello|hi|hey|chuc)(?: |$)/;
/** An answer of one sign that says yes or thanks. */
const friendly = /^[\s👍🙏❤♥💖👌😊😀😃😄😁🙂😍🥰🌹🌸💐🎉👏💪✅✌🤝🏻🏼🏽🏾🏿\u200d\ufe0f!.]+$/u;
const mostWords = 25;

/** Null: they are about something else. Never searched for inside a sentence, but for thanks. */
export function readWish(text: string): Wish | null {
  if (friendly.test(text) && !/^[\s!.]*$/.test(text)) return "courtesy";
  const said = gist(text);
  const words = said.replaceAll("hoc vu", "a").split(" ");
  if (said === "" || words.length > mostWords) return null;
  if (readsEraseAll(text)) return "erase";
  const consent = /dong y/.test(said) ? readConsent(text) : null;
  if (consent !== null) return consent === "agree" ? "agreed" : "withdraws";
  return readPlea(text, said) ?? readCourtesy(said, words);
}

function readPlea(text: string, said: string): Wish | null {
  if (erase.test(said)) return "erase";
  if (data.some((form) => form.test(said))) return "data";
  if (others.test(said)) return null;
  if (missing.test(said) || lesson.some((form) => form.test(said))) return "lesson";
  if (newHour.test(said) || (hour.test(said) && aboutHours.test(said))) return "time";
  if (leave.test(said)) return "leave";
  if (stuck.test(said)) return "stuck";
  if (certificate.test(said)) return "certificate";

  const marked = fold(text) !== text.toLowerCase();
  const rests = pause.test(said) && !(marked && /nghĩ|bạn|bán|bàn/iu.test(text.normalize("NFC")));
  return rests || (busy.test(said) && /bận/iu.test(text.normalize("NFC"))) ? "pause" : null;
}

function readCourtesy(said: string, words: readonly string[]): Wish | null {
  if (thanks.test(said) || words.every((word) => kind.has(word))) return "courtesy";
  return greeting.test(said) && words.length <= 6 ? "greeting" : null;
}

/** The time of day that is named in a sentence: "tôi muốn học lúc 7h tối" is 19:00. Null: none is, or none that there is. */
export function timeNamed(text: string): LocalTime | null {
  const named = /\d{1,2} ?(?:gio|h|g|:)(?: ?(?:\d{1,2}|ruoi))?(?: (?:sang|trua|chieu|toi)\b)?/.exec(fold(text));
  return named === null ? null : readTime(named[0]);
}
