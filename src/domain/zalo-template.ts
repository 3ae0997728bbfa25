/**
 * The approved texts of a Zalo Official Account. Their words stand at the platform and were read there by a person; ours is
 * only what stands in their places, of which we have a few.
 */

/** What we can put into the places of a text, by the names that its author must give them. */
export const templatePlaces = ["ten", "so_bai", "ten_khoa", "ten_bai"] as const;

export type TemplateValues = Readonly<Record<(typeof templatePlaces)[number], string>>;

/** A place of a text. */
export interface TemplateParam {
  readonly name: string;
  readonly required: boolean;
  /** Most UTF-16 units that the platform takes there. */
  readonly longest: number;
}

/** What the platform tells of a text. */
export interface TemplateFacts {
  readonly name: string;
  /** The platform's word: "ENABLE" is approved. */
  readonly status: string;
  /** VND of one by a person's id, without VAT; null: not told. */
  readonly priceVnd: number | null;
  readonly params: readonly TemplateParam[];
}

/** VND that one comes to: the platform's prices of these are without VAT, its wallet pays 10 % on top. Rounded up. */
export const withVat = (priceVnd: number): number => Math.ceil((priceVnd * 110) / 100);

/** The first place that must be filled and that we have nothing for; null: there is none. */
function unknownPlace(params: readonly TemplateParam[]): string | null {
  const ours: readonly string[] = templatePlaces;
  return params.find(({ name, required }) => required && !ours.includes(name))?.name ?? null;
}

/** Why a text cannot be sent; null: it can. */
export type TemplateFault =
  | { readonly kind: "status"; readonly status: string }
  | { readonly kind: "price" }
  | { readonly kind: "place"; readonly name: string };

export function templateFault({ params, priceVnd, status }: TemplateFacts): TemplateFault | null {
  if (status !== "ENABLE") return { kind: "status", status };
  const name = unknownPlace(params);
  if (name !== null) return { kind: "place", name };
  return priceVnd === null || priceVnd <= 0 ? { kind: "price" } : null;
}

/** What is sent: the places that the text has and we know, each cut to what the platform takes there. */
export function fillTemplate(params: readonly TemplateParam[], values: TemplateValues): Record<string, string> {
  const known = new Map<string, string>(Object.entries(values));
  return Object.fromEntries(
    params.flatMap(({ longest, name }) => {
      const value = known.get(name);
      return value === undefined ? [] : [[name, cut(value, longest)]];
    }),
  );
}

/** At most `longest` UTF-16 units, never half a letter; what is cut ends with "…". */
function cut(text: string, longest: number): string {
  const plain = text.normalize("NFC").replace(/\s+/gu, " ").trim();
  if (plain.length <= longest) return plain;
  let kept = "";
  for (const { segment } of new Intl.Segmenter("vi", { granularity: "grapheme" }).segment(plain)) {
    if (kept.length + segment.length > longest - 1) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}
