/** The packages with a high or a critical fault; null: the registry did not answer. */
export function faultsIn(text: string): string[] | null;
