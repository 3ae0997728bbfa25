import type { Subject } from "#domain/question.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** What a subject is called; null: it is whoever asks, or all that is theirs. */
export function nameOf(subject: Subject, { units, cohorts, people, audiences }: Vocabulary): string | null {
  switch (subject.kind) {
    case "me":
    case "own":
      return null;
    case "unit":
      return units.find(({ id }) => id === subject.id)?.path ?? null;
    case "cohort":
      return cohorts.find(({ id }) => id === subject.id)?.name ?? null;
    case "audience":
      return audiences.find(({ course }) => course === subject.course)?.words[0] ?? null;
    case "person": {
      const person = people.find(({ id }) => id === subject.id);
      return person === undefined ? null : `${person.fullName} (${person.unitPath})`;
    }
  }
}
