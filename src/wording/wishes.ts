import { fold } from "#domain/fold.ts";
import type { LocalTime } from "#domain/time.ts";
import { readTime } from "./arguments.ts";
import { withoutKeys } from "./ask/typing.ts";
import { gist, tokens } from "./normalise.ts";
import { readConsent, readsEraseAll } from "./replies.ts";
import * as forms from "./wish-forms.ts";
import { begins } from "./wish-forms.ts";

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
 * - `office`: what only the organisation can change or tell: the roster, who is responsible, whether it counts.
 * - `trust`: whether this is a fraud, or costs money.
 * - `link`: another phone or app. `screen`: buttons and pictures. `mistake`: an answer that was not meant.
 * - `library`: lessons that were learnt. `course`: how long it lasts. `terms`: what a lesson takes, from when on it is passed. `standing`: points and streak. `help`: what can be said.
 * - `later`: they will answer, but not now.
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
  | "certificate"
  | "office"
  | "trust"
  | "link"
  | "screen"
  | "mistake"
  | "library"
  | "course"
  | "terms"
  | "standing"
  | "help"
  | "later";

const time = begins(
  "(?=.*\\b\\d{1,2} (?:h|g|gio)\\b)(?:(?:doi|chuyen|dat|sua|thay doi)(?: lai)? gio|hoc|nhan|gui|nhac|doi|chuyen|dat)",
  "(?:doi|chuyen|sua|thay doi|doi lai)(?: lai)? gio(?: hoc| nhan bai| gui bai)?",
  "(?:doi|chuyen) lich hoc",
  "(?:gui|nhan|nhac)(?: bai| tin)* (?:gio|luc|buoi) khac",
  "(?:sao |ma )*(?:bai |tin )?(?:gui|nhan tin|nhan|nhac|den)(?: bai| tin)* (?:qua )?(?:som|muon|khuya|tre|dem|nua dem|luc nua dem)",
);

/** Without marks "nghi" is "nghĩ", too, and "ban" is "bạn": so each takes a word behind it. */
const pause = begins(
  "nghi (?:phep|om|le|tet|may|vai|den|hom|ngay|tuan|mai|mot|hai|ba|bon|nam|them|ngoi|duong|sinh|thai san|buoi|\\d+)",
  "(?:xin|bac si (?:bao|cho|bat)) nghi",
  "nghi(?: a| nhe| nha)?$", // behind "xin", "cho": alone it is too little
  "(?:thai san|nhap vien|bi benh|di (?:nuoc ngoai|vang|du lich|tap huan|vien|benh vien|kham benh))",
  "tam (?:nghi|dung|ngung)",
  "ban (?:qua|viec|hop|lam|rat|di|khong|chua|ca)",
  "(?:di )?cong tac",
  "(?:om|nam vien)",
);
const busy = begins("ban");

const leave = begins(
  "khong (?:muon |the |con )?(?:hoc|tham gia|nhan)(?: bai| tin| khoa)?(?: nay)? nua",
  "(?:huy|bo|ngung|thoi) (?:hoc|dang ky|tham gia|nhan bai|nhan tin|khoa|lop)",
  "(?:dung|ngung|thoi|tat)(?: co)? (?:gui|nhan|nhac|spam|lam phien)(?: bai| tin| nua| gi| lai| cho)*",
  "(?:dung|ngung|tat)(?: lai| han)?(?: giup| gium| ho| ngay)",
  "spam",
  "(?:gui|nhan)(?: tin| bai)* (?:it|bot|thua)",
  "(?:rut|roi|thoat|ra)(?: ra)?(?: khoi)? (?:lop|nhom|khoa|chuong trinh)",
  "(?:vao )?nham (?:lop|khoa|nhom)",
  "nghi huu",
  "(?:stop|unsubscribe)",
);

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
const which = `(?: (?:cua|khoa|hoc|nay|lay|nhan|cap|toi|em|minh|hoan thanh|khong|ko|k|chua|dau|gi|a|nhe|vay|the|${whenOrHow}))`;
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
const greeting =
  /^(?:(?:da|vang|thua|em|anh|chi|xin|kinh) )*(?:chao|alo|hello|hi|hey|chuc|tam biet|bye|hen gap lai)(?: |$)/;
const wishesWell = /^(?:\S+ ){0,2}chuc (?:mung|cac|ca|anh|chi|moi|nam|ngay|tet|suc|quy)/;
/** An answer of one sign that says yes or thanks. */
const friendly = /^[\s👍🙏❤♥💖👌😊😀😃😄😁🙂😍🥰🌹🌸💐🎉👏💪✅✌🤝🏻🏼🏽🏾🏿\u200d\ufe0f!.]+$/u;
const mostWords = 25;

/** Where one part of a message ends and the next begins; not inside "7.30". */
const breaks = /[,.;:!?…]+(?=\s|$)|[\r\n]+/u;

/** Null: they are about something else. Searched for at the beginning of a sentence or of what a comma parts, but for thanks. */
export function readWish(text: string): Wish | null {
  if (friendly.test(text) && !/^[\s!.]*$/.test(text)) return "courtesy";
  const said = gist(text);
  const words = said.replaceAll("hoc vu", "a").split(" ");
  if (said === "" || words.length > mostWords) return null;
  if (readsEraseAll(text)) return "erase";
  const consent = /dong y/.test(said) ? readConsent(text) : null;
  if (consent !== null) return consent === "agree" ? "agreed" : "withdraws";
  const plain = withoutKeys(text);
  return readPlea(text, said) ?? (plain === null ? null : readPlea(plain, gist(plain))) ?? readCourtesy(said, words);
}

/** The first that is found is meant. Null: whoever is asked about, it is not whoever asks. */
const pleas: readonly (readonly [wish: Wish | null, forms: readonly RegExp[], unless?: RegExp])[] = [
  ["erase", [forms.erase]],
  ["data", forms.data],
  ["terms", forms.terms],
  ["trust", forms.trust],
  ["office", forms.office, time],
  ["help", forms.help],
  ["course", forms.course],
  [null, [others]],
  ["lesson", forms.lesson],
  ["time", [time]],
  ["library", forms.library],
  ["lesson", forms.learning],
  ["leave", [leave]],
  ["stuck", [stuck]],
  ["certificate", [certificate]],
  ["mistake", forms.mistake],
  ["link", forms.link],
  ["screen", forms.screen],
  ["standing", forms.standing],
  ["later", forms.later],
];

function readPlea(text: string, said: string): Wish | null {
  const parts = [said, ...text.split(breaks).map(gist)].filter((part) => part !== "");
  const says = (form: RegExp) => parts.some((part) => form.test(part));
  const plea = pleas.find(([, meant, unless]) => meant.some(says) && !(unless !== undefined && says(unless)));
  if (plea !== undefined) return plea[0];

  const marked = fold(text) !== text.toLowerCase();
  const rests = says(pause) && !(marked && /nghĩ|bạn|bán|bàn/iu.test(text.normalize("NFC")));
  return rests || (says(busy) && /bận/iu.test(text.normalize("NFC"))) ? "pause" : null;
}

function readCourtesy(said: string, words: readonly string[]): Wish | null {
  if (thanks.test(said) || words.every((word) => kind.has(word))) return "courtesy";
  if (forms.praise.test(said) || forms.laugh.test(said)) return "courtesy";
  return greeting.test(said) && (words.length <= 6 || wishesWell.test(said)) ? "greeting" : null;
}

/**
 * What a word asks of us that answers many a question, too ("dừng lại", "tiếp"): only where it surely answers none.
 * "Dung" alone is rather "đúng".
 */
export function readBareWish(text: string): Extract<Wish, "leave" | "lesson"> | null {
  const said = gist(text);
  if (forms.goingOn.test(said)) return "lesson";
  if (!forms.stopping.test(said)) return null;
  const stop = tokens(text).find(({ folded }) => folded === "dung");
  const isStop =
    stop === undefined || stop.marked === "dừng" || (stop.marked === "dung" && /dung (?:lai|hoc)/.test(said));
  return isStop ? "leave" : null;
}

/** The time of day that is named in a sentence: "tôi muốn học lúc 7h tối" is 19:00. Null: none is, or none that there is. */
export function timeNamed(text: string): LocalTime | null {
  const named = /\d{1,2} ?(?:gio|h|g|:)(?: ?(?:\d{1,2}|ruoi))?(?: (?:sang|trua|chieu|toi)\b)?/.exec(fold(text));
  return named === null ? null : readTime(named[0]);
}
