import { givenName } from "#domain/name.ts";
import { named } from "./format.ts";

/** What a person is greeted by. A name is text from outside, so it stays one short line. */
export const givenNameOf = (fullName: string): string => named(givenName(named(fullName, 120)), 30);
