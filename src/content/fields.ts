import * as z from "zod";
import type { FieldRule } from "#domain/lesson-fault.ts";

/** A rule as the message that zod hands on, which may only be a string; `check` takes it apart again. */
export const asks = (...rule: FieldRule): string => JSON.stringify(rule);

/** Lower-case ASCII, digits and hyphens: what may stand in a file name, a command line and a database alike. */
export const slugPattern = /^[a-z0-9][a-z0-9-]{0,63}$/;

const slugRule = asks("slug");

export const slug = z.string(slugRule).regex(slugPattern, slugRule);

/** Who a lesson is for: everybody, deputies, offices, People's Councils of provinces and of communes. */
const audiences = ["tat-ca", "dai-bieu", "van-phong", "hdnd-tinh", "hdnd-xa"] as const;

export const audience = z.enum(audiences, asks("one-of", audiences));

export const level = z.literal([1, 2, 3], asks("one-of", ["1", "2", "3"]));

/** One line of text of 1 to `max` UTF-16 units, without characters that do not print. */
export function oneLine(max: number) {
  const rule = asks("one-line", max);
  return z
    .string(rule)
    .transform((text) => text.trim().normalize("NFC"))
    .pipe(
      z
        .string(rule)
        .min(1, rule)
        .max(max, rule)
        .regex(/^[^\p{Cc}\p{Cs}\u2028\u2029]*$/u, rule)
        .refine((text) => !text.includes("**"), asks("unmarked")),
    );
}

export function wholeNumber(min: number, max: number) {
  const rule = asks("whole", min, max);
  return z.int(rule).min(min, rule).max(max, rule);
}

/** A list of at least one, without repeats. */
export function listOf<Item extends z.ZodType>(item: Item, example: string) {
  const rule = asks("list", example);
  return z
    .array(item, rule)
    .min(1, rule)
    .refine((items) => new Set(items).size === items.length, asks("distinct", example));
}

/** An object with these keys and no others. For another key its message is the list of keys. */
export function closed<Shape extends z.ZodRawShape>(shape: Shape, example: string) {
  const known = Object.keys(shape).join(", ");
  return z.strictObject(shape, {
    error: (issue) => (issue.code === "unrecognized_keys" ? known : asks("keys", example)),
  });
}
