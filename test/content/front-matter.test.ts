import { describe } from "vitest";
import { type Case, itIsToldOf } from "./cases.ts";

const dateRule = "write a day of the calendar as YYYY-MM-DD, for example 2026-07-01";
const slugRule = 'write lower-case letters a-z, digits and hyphens, at most 64, for example "bon-nut-bam"';

const frontMatter: readonly Case[] = [
  [
    "a misspelt key",
    "title: ",
    "titel: ",
    [
      "2: title is missing: write one line of text, 1 to 80 characters, in double quotes",
      '3: unknown key "titel": did you mean "title"?',
    ],
  ],
  [
    "an underscore in a key",
    "valid-from",
    "valid_from",
    [`2: valid-from is missing: ${dateRule}`, '12: unknown key "valid_from": did you mean "valid-from"?'],
  ],
  [
    "a key from nowhere",
    "level: 1",
    "level: 1\ncolour: red",
    [
      '8: unknown key "colour": the keys here are id, title, objective, competences, topics, level, audience, minutes, sources, addresses, valid-from, review-by, correction, retired, replaced-by',
    ],
  ],
  [
    "the key __proto__",
    "level: 1",
    "level: 1\n__proto__: { level: 2 }",
    [
      '8: unknown key "__proto__": the keys here are id, title, objective, competences, topics, level, audience, minutes, sources, addresses, valid-from, review-by, correction, retired, replaced-by',
    ],
  ],
  ["a day that is none", "2026-07-01", "2026-02-30", [`12: valid-from is "2026-02-30": ${dateRule}`]],
  ["a day written the Vietnamese way", "2026-07-01", "01/07/2026", [`12: valid-from is "01/07/2026": ${dateRule}`]],
  [
    "valid-from after review-by",
    "2027-06-30",
    "2026-06-30",
    ["13: review-by 2026-06-30 lies before valid-from 2026-07-01: write a later day"],
  ],
  [
    "valid-from after review-by beside another fault",
    "level: 1\naudience: [tat-ca]\nminutes: 3",
    "level: 4\naudience: [tat-ca]\nminutes: 3\nvalid-from: 2028-01-01",
    ["13: the key stands here a second time: delete one of the two"],
  ],
  [
    "an address as plain text",
    "valid-from",
    'addresses: ["dichvucong.gov.vn"]\nvalid-from',
    [
      '12: addresses item 1 is "dichvucong.gov.vn": write its keys, for example { name: "…", address: "dichvucong.gov.vn" }',
    ],
  ],
  ["a level outside 1 to 3", "level: 1", "level: 4", ["7: level is 4: write 1, 2 or 3"]],
  [
    "an audience nobody knows",
    "[tat-ca]",
    "[tat-ca, moi-nguoi]",
    ['8: audience item 2 is "moi-nguoi": write one of tat-ca, dai-bieu, van-phong, hdnd-tinh, hdnd-xa'],
  ],
  ["a topic of 27", "[7, 20]", "[7, 27]", ["6: topics item 2 is 27: write a whole number from 1 to 26"]],
  [
    "a topic twice",
    "[7, 20]",
    "[7, 7]",
    ["6: topics is a list of 2: the same stands in the list twice: write a list, for example [7, 20]"],
  ],
  [
    "a competence without quotes",
    '["4.2", "nền"]',
    "[4.2]",
    ['5: competences item 1 is 4.2: write a component from "1.1" to "6.3" in double quotes, or "nền"'],
  ],
  [
    "a competence that the circular has not",
    '"4.2"',
    '"4.7"',
    ['5: competences item 1 is "4.7": write a component from "1.1" to "6.3" in double quotes, or "nền"'],
  ],
  ["an id with capitals", "id: bon-nut-bam", "id: Bon-Nut-Bam", [`2: id is "Bon-Nut-Bam": ${slugRule}`]],
  ["an empty id", "id: bon-nut-bam", "id:", [`2: id is empty: ${slugRule}`]],
  [
    "a confidence of one's own",
    "confidence: cao",
    "confidence: vừa",
    ['11: sources item 1 confidence is "vừa": write cao or TB'],
  ],
  [
    "a title of 81",
    "Gấp, sợ, tham, bí mật: bốn nút bấm của kẻ gian",
    "ă".repeat(81),
    ["3: title has 81 characters: write one line of text, 1 to 80 characters, in double quotes"],
  ],
  [
    "a title with a tab and a null in disguise",
    "Gấp, sợ, tham, bí mật: bốn nút bấm của kẻ gian",
    "a\\0b",
    ['3: title is "a\\u0000b": write one line of text, 1 to 80 characters, in double quotes'],
  ],
  [
    "a colon without quotes",
    '"Gấp, sợ, tham, bí mật: bốn nút bấm của kẻ gian"',
    "Gấp: sợ",
    [
      '3: not YAML (Nested mappings are not allowed in compact mappings): put the text after the key in double quotes, key: "text"',
    ],
  ],
  [
    "an alias",
    "minutes: 3",
    "minutes: &three 3\nlevel2: *three",
    [
      "9: a YAML anchor (&name) is not allowed: put the text in quotes",
      "10: a YAML alias (*name) is not allowed: write the value out",
    ],
  ],
  [
    "a tag",
    "minutes: 3",
    "minutes: !js 3",
    ['9: not allowed (Unresolved tag: !js): put text that begins with "!" in double quotes'],
  ],
];

describe("a lesson's front matter", () => {
  itIsToldOf(frontMatter);
});
