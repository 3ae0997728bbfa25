import type { PersonAtRisk, RiskReason } from "#domain/at-risk.ts";
import type { Message } from "#domain/message.ts";
import { listed, part, say, titled } from "./build.ts";
import { type AsOf, within } from "./compose-supervisor.ts";
import { named } from "./format.ts";
import { atRiskWords as words } from "./vi-at-risk.ts";
import { supervisorWords } from "./vi-supervisor.ts";

export interface AtRiskView {
  /** The cohort or unit looked at. */
  readonly scope: string;
  readonly asOf: AsOf;
  readonly total: number;
  readonly people: readonly Omit<PersonAtRisk, "learnerId">[];
}

/** Who needs help, with every reason, and what can be done. */
export function atRiskMessage({ scope, asOf, total, people }: AtRiskView): Message {
  const head = titled(words.title(named(scope, 120)), supervisorWords.asOf(asOf.day, asOf.time));
  if (total === 0) return say([head, part(words.nobody)]);
  const rows = people.map(({ fullName, unit, reasons }) =>
    words.person(named(fullName), named(within(scope, unit), 60), reasons.map(reasonInWords).join("; ")),
  );
  const unnamed = total - people.length;
  const told = listed(rows, 1250, (left) => supervisorWords.morePeople(left + unnamed));
  const rest = told.length === rows.length && unnamed > 0 ? [supervisorWords.morePeople(unnamed)] : [];
  return say([head, part(words.total(total)), part(...told, ...rest), part(words.how)]);
}

/** "chưa tham gia sau 9 ngày". */
function reasonInWords(reason: RiskReason): string {
  switch (reason.kind) {
    case "not_joined":
      return words.notJoined(reason.days);
    case "unreachable":
      return reason.unheard ? words.unheard : words.unreachable;
    case "silent":
      return words.silent(reason.studyDays);
    case "behind":
      return words.behind(reason.lessons);
    case "low_score":
      return words.lowScore(reason.score);
  }
}
