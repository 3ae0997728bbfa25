import { correctedBeside, isEmptyWord } from "./lexicon.ts";
import type { Mention } from "./mentions.ts";
import { honorifics, isAddressed } from "./people.ts";
import type { Sentence } from "./sentence.ts";
import { namesUnit } from "./subjects.ts";
import { isSyllable } from "./typing.ts";
import type { Word } from "./words.ts";

/** Whether a text names somebody or something that the vocabulary does not have. @param over words that nothing explains @param said whether the text says what is counted */
export function namesStranger(
  sentence: Sentence,
  over: readonly number[],
  mentions: readonly Mention[],
  said: boolean,
): boolean {
  const { words } = sentence;
  const free = (at: number): boolean => mentions.every(({ from, to }) => at < from || at >= to);
  return (
    over.some((at) => isNamePlace(sentence, at, mentions, said)) ||
    callsSomebody(words, free) ||
    bearsTitle(words, free) ||
    bearsName(sentence, free) ||
    bearsDuty(sentence, free) ||
    isFullName(words, free) ||
    isAllThereIs(words, over, said) ||
    goesOn(words, over, mentions)
  );
}

const isTyped = (words: readonly Word[]): boolean => words.filter(({ capital }) => capital).length * 2 <= words.length;

/** "Anh Minh", "chị Hoa": behind who is addressed stands a name that only looks like a word of ours. */
function callsSomebody(words: readonly Word[], free: (at: number) => boolean): boolean {
  if (!isTyped(words)) return false;
  return words.some((word, at) => {
    if (!free(at) || !isAddressed(words, at) || isTitle(words, at)) return false;
    return word.capital || (word.read === "minh" && word.marked === "minh" && words[at - 1]!.read !== "em");
  });
}

/** "Anh Chị", "em Học Vụ". */
const isTitle = (words: readonly Word[], at: number): boolean =>
  honorifics.has(words[at]!.read) || (words[at]!.read === "hoc" && words[at + 1]?.read === "vu");

/** How a type is spelt with its marks, where another word has the same letters. */
const isSpelt = ({ marked, folded }: Word): boolean =>
  marked === folded ||
  !/^(?:xa|tinh|vu|to|lop|so|phuong|quan|truong|doan|khoa)$/.test(folded) ||
  /^(?:xã|tỉnh|vụ|tổ|lớp|sở|phường|quận|trường|đoàn|khóa|khoá)$/.test(marked);

const unitTypes =
  /^(?:xa|phuong|huyen|tinh|quan|phong|ban|to|vu|so|cuc|lop|khoa|thon|ap|doan|pho|tran|vien|truong|p|x|ph)$/;

/** "Vụ Thông tin", "Phòng Kinh tế": a capital behind a type is a name, though each of its words may be one of ours. */
function bearsTitle(words: readonly Word[], free: (at: number) => boolean): boolean {
  const shouted = words.filter(({ capital }) => capital).length > words.length * 0.7 && words.length > 5;
  return words.some((word, at) => {
    const type = words[at - 1];
    if (shouted || !word.capital || type === undefined || !free(at) || !free(at - 1)) return false;
    return unitTypes.test(type.read) && isSpelt(type) && !/^(?:nao|minh|toi|em|ta)$/.test(word.read);
  });
}

/** What offices are called: words of ours that are a name behind a type. */
const duties =
  /^(?:tong hop|hanh chinh|quan tri|noi vu|tai chinh|ke hoach|kinh te|ha tang|van hoa|xa hoi|tu phap|thong tin|to chuc|thanh tra|dan nguyen|cong tac|giao duc|y te|nong nghiep|moi truong|xay dung|cong thuong|tuyen giao|dan van|phap che|doi ngoai|tiep dan|phuc vu|cong nghe|chuyen doi|khoa hoc|ngan sach)$/;

/** "Phong tong hop" where none is known: though the words may say something else, here they are a name. */
function bearsDuty({ words, left }: Sentence, free: (at: number) => boolean): boolean {
  return words.some((word, at) => {
    const [type, next] = [words[at - 1], words[at + 1]];
    if (type === undefined || next === undefined || ![at - 1, at, at + 1].every(free)) return false;
    if (!/^(?:phong|vu|cuc|so)$/.test(type.read) || !isSpelt(type) || (type.read === "so" && type.marked !== "sở"))
      return false;
    return !/^[_#]/.test(left[at - 1]!) && duties.test(`${word.read} ${next.read}`);
  });
}

/** "Vu thong tin", "to ong vang": behind a type what nothing has taken, and what begins no other thought. */
function bearsName({ words, left }: Sentence, free: (at: number) => boolean): boolean {
  return words.some((word, at) => {
    const type = words[at - 1]?.read;
    if (type === undefined || !/^(?:xa|phuong|tinh|vu|to|lop|phong)$/.test(type) || !free(at) || !free(at - 1))
      return false;
    if (!isSpelt(words[at - 1]!)) return false;
    if (/^(?:_|#)/.test(left[at]!) || /^(?:_|#)/.test(left[at - 1]!) || joins.test(word.read)) return false;
    return word.marked === word.folded || !/^(?:tổ|xã)$/.test(words[at - 1]!.marked) || !isEmptyWord(word.read);
  });
}

const surnames =
  /^(?:nguyen|tran|le|pham|hoang|huynh|phan|vu|vo|dang|bui|do|ho|ngo|duong|ly|dinh|doan|trinh|dao|luong|mai|lam|trieu|ha|to|cao|chu|quach|luu|phung|kieu|dam|la|ta|tong|khuat|nghiem|lo|ca|quang|giang|mua|vu|sung|thao|bac|lai|thai|vuong|kim|chau)$/;
const middles = /^(?:thi|van|huu|duc|quang|dinh|xuan|ngoc|minh|thu|cong|trong|the|thanh|hong|kim|anh|a)$/;

/** "Lê Thị Điểm", "le thi diem": a surname, what stands in the middle of names, and one word more. */
function isFullName(words: readonly Word[], free: (at: number) => boolean): boolean {
  return words.some((word, at) => {
    const [middle, last] = [words[at + 1], words[at + 2]];
    if (middle === undefined || last === undefined || ![at, at + 1, at + 2].every(free)) return false;
    if (word.capital && middle.capital && last.capital) return isTyped(words) || surnames.test(word.folded);
    // "Hai vụ thì vụ nào" is no Vũ Thị.
    const plain =
      /^(?:thi|van|huu)$/.test(middle.folded) &&
      middle.marked !== "thì" &&
      surnames.test(word.folded) &&
      word.folded !== last.folded;
    return (
      plain &&
      middles.test(middle.folded) &&
      !(middle.folded === "van" && /^(?:phong|ban|hoa)$/.test(last.folded)) &&
      word.read !== "cho"
    );
  });
}

/** "Còn khuc vinh xuong": nothing else is said, so it can only be somebody. */
const isAllThereIs = (words: readonly Word[], over: readonly number[], said: boolean): boolean =>
  !said &&
  over.length > 0 &&
  /^(?:con|the)$/.test(words[0]!.read) &&
  words.every(({ folded, read }, at) => at === 0 || isEmptyWord(read) || (over.includes(at) && isSyllable(folded)));

/** "Tân Lập" where only Xã Tân is known: the name goes on beyond ours. */
const goesOn = (words: readonly Word[], over: readonly number[], mentions: readonly Mention[]): boolean =>
  mentions.some(
    ({ from, to, named }) =>
      over.includes(to) &&
      to - from < 3 &&
      isSyllable(words[to]!.folded) &&
      named.every(({ subject, fit }) => subject.kind === "unit" && (fit === "short" || fit === "name")),
  );

/** What stands behind "xã", "lớp" and begins no name. */
const joins =
  /^(?:nao|minh|ta|toi|em|va|voi|hay|hoac|da|dang|se|co|con|chua|khong|hoc|hien|hom|nay|kia|thi|la|duoc|cua|o|a|roi|bi|the|ra|den|tu|sau|truoc|theo|nhieu|it|ai|cac|nhung|may|bao|cao|thap|tot|kem|nhat|hon|trong|tai|ve|cho|khac|cu|moi|ban|xa|phuong|dau|nhe|vay|gi|sao|oi|len|trinh|chuc|cham|tien|so|tong|tang|giam|diem|ty|ti|ket|tham)$/;

/** What stands for a level in short. */
const shortType = /^(?:p|ph|x|tx)$/;

/** Words that end a name. */
const parts = /^(?:nao|minh|ta|toi|em|va|voi|hay|theo|nhieu|it|hoc|co|da|chua|khong|hon|nhat)$/;

/** Behind "xã", "lớp", "chị", beside a name that goes on, with a capital inside the sentence, or where only a name can begin it. */
function isNamePlace(sentence: Sentence, at: number, mentions: readonly Mention[], said: boolean): boolean {
  const { words, left } = sentence;
  if (joins.test(words[at]!.read)) return false;
  if (isAddressed(words, at) || namesUnit(sentence, at)) return true;
  const beforeIt = words[at - 1]?.marked ?? "";
  if (beforeIt === "sở" || (beforeIt === "so" && correctedBeside(words[at]!.folded, "so", undefined) === null))
    return true;
  // "P việt trì": what stands for a level in short.
  if (shortType.test(words[at - 1]?.read ?? "") && isSyllable(words[at]!.folded)) return true;
  if (words[at - 1]?.read === "lop" || words[at - 1]?.read === "khoa") return true;
  if (words[at]!.capital && (at > 0 || words[at + 1]?.capital)) return true;
  // "Xã lâm thao": the word before belongs to the name as well.
  for (let back = at - 1; back > 0 && back > at - 4 && !/^[_@]/.test(left[back]!) && !parts.test(left[back]!); back--)
    if ((namesUnit(sentence, back) || shortType.test(words[back - 1]!.read)) && isSyllable(words[at]!.folded))
      return true;
  if (said && opens(sentence, at)) return true;
  return mentions.some(({ from, to }) => (to === at || from === at + 1) && words[at]!.capital);
}

/** "Hung hoc duoc may bai": a syllable of no other sense before what somebody does. */
function opens({ words, left }: Sentence, at: number): boolean {
  const before = left.slice(0, at).every((word, place) => isEmptyWord(word) || place >= at - 1 || /^[_@]/.test(word));
  // "Hom nay phu tho bao nhieu nguoi hoc": behind a day two syllables.
  const behindDay =
    at > 1 && left[at - 2] === "_" && !/^[_@]/.test(left[at - 1]!) && /^(?:nay|qua|truoc)$/.test(words[at - 2]!.read);
  const next = words[at + 1]?.read ?? "";
  return (
    before &&
    (at < 2 || behindDay) &&
    isSyllable(words[at]!.folded) &&
    /^(?:hoc|duoc|tham|da|chua|co|xong|hoan|tra|bao|may|ai|hom|tuan|tien|ty|ti|diem|chuoi|dang|bi|cham)$/.test(next)
  );
}
