import * as z from "zod";

/** Lower-case ASCII, digits and hyphens: what may stand in a file name, a command line and a database alike. */
export const slugPattern = /^[a-z0-9][a-z0-9-]{0,63}$/;

export const slugRule = 'write lower-case letters a-z, digits and hyphens, at most 64, for example "bon-nut-bam"';

export const slug = z.string(slugRule).regex(slugPattern, slugRule);

/** Who a lesson is for: everybody, deputies, offices, People's Councils of provinces and of communes. */
export const audiences = ["tat-ca", "dai-bieu", "van-phong", "hdnd-tinh", "hdnd-xa"] as const;

/** One line of text of 1 to `max` UTF-16 units, without characters that do not print. */
export function oneLine(max: number) {
  const rule = `write one line of text, 1 to ${max} characters, in double quotes`;
  return z
    .string(rule)
    .transform((text) => text.trim().normalize("NFC"))
    .pipe(
      z
        .string(rule)
        .min(1, rule)
        .max(max, rule)
        .regex(/^[^\p{Cc}\p{Cs}\u2028\u2029]*$/u, rule),
    );
}

export function wholeNumber(min: number, max: number) {
  const rule = `write a whole number from ${min} to ${max}`;
  return z.int(rule).min(min, rule).max(max, rule);
}

/** A list of at least one, without repeats. */
export function listOf<Item extends z.ZodType>(item: Item, example: string) {
  const rule = `write a list, for example ${example}`;
  return z
    .array(item, rule)
    .min(1, rule)
    .refine((items) => new Set(items).size === items.length, `the same stands in the list twice: ${rule}`);
}

/** An object with these keys and no others. Its message is the list of keys, which `check` words. */
export function closed<Shape extends z.ZodRawShape>(shape: Shape, example: string) {
  const known = Object.keys(shape).join(", ");
  return z.strictObject(shape, {
    error: (issue) => (issue.code === "unrecognized_keys" ? known : `write its keys, for example ${example}`),
  });
}
