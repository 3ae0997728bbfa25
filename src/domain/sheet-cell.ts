/** Why a cell cannot be taken as text. */
export type CellFault = "truth-value" | "date" | "formula" | "error";

/** A cell as text, or what keeps it from being taken as text. */
export type Cell<Faults = CellFault> = string | { readonly fault: Faults };

/** What a workbook holds in a cell; the last of these is an error that the spreadsheet shows. */
export type CellValue =
  | string
  | number
  | boolean
  | Date
  | null
  | undefined
  | { readonly formula: string }
  | { readonly sharedFormula: string }
  | { readonly richText: readonly { readonly text: string }[] }
  | { readonly hyperlink: string; readonly text: unknown }
  | { readonly error: string };

/**
 * What a cell says as text. A formula is never taken by its result: whoever opens the file next may see another. A text
 * that only looks like one is text.
 */
export function cellText(value: CellValue): Cell {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  if (typeof value === "number") return Number.isSafeInteger(value) ? value.toFixed(0) : String(value);
  if (typeof value === "boolean") return { fault: "truth-value" };
  if (value instanceof Date) return { fault: "date" };
  if ("formula" in value || "sharedFormula" in value) return { fault: "formula" };
  if ("richText" in value) return value.richText.map((run) => run.text).join("");
  if ("hyperlink" in value) return typeof value.text === "string" ? value.text : cellText(value.text as CellValue);
  return { fault: "error" };
}

/** What no XML may hold. */
export const unwritable = /[\ufffe\uffff]/g;

/**
 * A text as a workbook holds it: "_x0041_" would read as "A" (ECMA-376, part 1, 22.9.2.19). An empty text is no cell at
 * all: null.
 */
export const sheetText = (text: string): string | null =>
  text.replaceAll(unwritable, "").replace(/_(?=x[\da-f]{4}_)/gi, "_x005F_") || null;
