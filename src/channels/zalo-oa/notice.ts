import { z } from "zod";

const kinds = { change_template_status: "template", change_oa_daily_quota: "quota" } as const;

/** Something the platform tells the account's operator: in a few words, which are the platform's own. */
export interface OaNotice {
  readonly kind: (typeof kinds)[keyof typeof kinds];
  readonly text: string;
}

const word = z.union([z.string(), z.number()]).transform(String).optional().catch(undefined);
const change = z
  .union([z.object({ new_status: word, new_quota: word }), word])
  .optional()
  .catch(undefined);

const event = z.object({
  event_name: z.enum(["change_template_status", "change_oa_daily_quota"]),
  template_id: word,
  status: change,
  quota: change,
});

/** Null: it is nothing of the kind. The sources do not agree where the new state stands, so it is looked for. */
export function readNotice(body: unknown): OaNotice | null {
  const told = event.safeParse(body).data;
  if (told === undefined) return null;
  const { event_name: name, quota, status, template_id: id } = told;
  const what = newest(name === "change_template_status" ? status : quota);
  const words = [kinds[name], id, what].flatMap((part) => (part === undefined ? [] : [harmless(part)]));
  return { kind: kinds[name], text: words.join(" ") };
}

const newest = (told: z.infer<typeof change>): string | undefined =>
  typeof told === "object" ? (told.new_status ?? told.new_quota) : told;

/** For logs and operators: letters and digits alone, and not many. */
const harmless = (part: string): string => part.replaceAll(/[^\w-]/g, "").slice(0, 40);
