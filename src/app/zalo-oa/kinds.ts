/** What sort of account the platform's number means. */
export function typeOfAccount(type: number | null): string {
  if (type === null) return "not told";
  if (type === stateBody) return `${type}, a body of the state`;
  return type === 2 ? "2, a business" : String(type);
}

/** Its messages are refused (-235) by the address that takes a business's. */
export const stateBody = 4;
