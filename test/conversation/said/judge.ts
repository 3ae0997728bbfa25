import { fold } from "#domain/fold.ts";
import type { Reaction, SituationName, Utterance } from "./notation.ts";
import { type Facts, letters, type Person, saidWorld } from "./world.ts";

/**
 * `right`: one of the reactions a person would be content with. `unhelpful`: nothing was done and no try lost, but they were
 * not told what they wanted. `refused`: an answer that was clear was not counted. `wrong`: something was done that nobody asked for,
 * or a try was lost by what was no answer, or an answer was counted as another one.
 */
export type Outcome = "right" | "unhelpful" | "refused" | "wrong";

export interface Judged {
  readonly situation: SituationName;
  readonly text: string;
  readonly outcome: Outcome;
  /** What was done, and what was said. */
  readonly seen: string;
  readonly reply: string;
}

interface Effect {
  readonly verdict: "right" | "wrong" | null;
  readonly agreed: boolean;
  readonly rest: string | null;
  readonly reply: string;
}

const gibberish = ["xyz qwrtp", "lkjlkj hgfhgf", "con voi con của nhà hàng xóm bên kia sông"];

/** A reply without what differs from person to person: the beginning, without codes, options and digits. */
const print = (reply: string) =>
  fold(reply.replaceAll(/^[A-D]\. .*$/gm, "").replaceAll(/\b[A-Z0-9]{6,}\b|\d+/g, "#"))
    .replaceAll(/\s+/g, " ")
    .slice(0, 70);

function effectOf(before: Facts, after: Facts, reply: string): Effect {
  const answered = after.answers.right > before.answers.right ? "right" : "wrong";
  const counted = after.answers.right + after.answers.wrong > before.answers.right + before.answers.wrong;
  return {
    verdict: counted ? answered : null,
    agreed: after.agreed && !before.agreed,
    rest: after.rest === before.rest ? null : after.rest,
    reply,
  };
}

const isStill = ({ verdict, agreed, rest }: Effect) => verdict === null && !agreed && rest === null;

/** Puts all utterances of a situation to the program, each by somebody new, and judges what came of them. */
export async function judge(situation: SituationName, utterances: readonly Utterance[]): Promise<Judged[]> {
  await using world = await saidWorld(situation);
  const put = async (person: Person, text: string) => {
    const before = await world.facts(person);
    const reply = await person.types(text);
    return effectOf(before, await world.facts(person), reply);
  };
  const lost = new Set<string>();
  for (const text of gibberish) {
    const effect = await put(await world.comes(), text);
    if (isStill(effect)) lost.add(print(effect.reply));
  }
  const commands = new Map<string, Promise<Effect>>();
  const commanded = (command: string) => {
    const known = commands.get(command) ?? world.comes().then((person) => put(person, command));
    commands.set(command, known);
    return known;
  };
  const content = async (reaction: Reaction, effect: Effect, world: ReturnType<typeof commanded> | null) => {
    switch (reaction.kind) {
      case "does": {
        const twin = (await world)!;
        return (
          twin.verdict === effect.verdict && twin.rest === effect.rest && print(twin.reply) === print(effect.reply)
        );
      }
      case "right":
      case "wrong":
        return effect.verdict === reaction.kind;
      case "agrees":
        return effect.agreed;
      case "tells":
        return (
          isStill(effect) &&
          !lost.has(print(effect.reply)) &&
          reaction.any.some((part) => fold(effect.reply).includes(part))
        );
      case "courtesy":
        return isStill(effect) && !lost.has(print(effect.reply));
      case "kept":
        return isStill(effect);
    }
  };
  const judged: Judged[] = [];
  for (const [pattern, ...reactions] of utterances) {
    const person = await world.comes();
    const text = pattern.replaceAll(/\{([^}]+)\}/g, (_, key: string) => {
      const letter = letters(person.read)[key];
      if (letter === undefined) throw new Error(`nothing is called ${key} in: ${person.read}`);
      return letter;
    });
    const effect = await put(person, text);
    const contents = [];
    for (const reaction of reactions)
      contents.push(await content(reaction, effect, reaction.kind === "does" ? commanded(reaction.command) : null));
    const isAnswer = reactions.every(({ kind }) => kind === "right" || kind === "wrong" || kind === "agrees");
    const outcome = contents.includes(true) ? "right" : !isStill(effect) ? "wrong" : isAnswer ? "refused" : "unhelpful";
    const done = effect.verdict ?? (effect.agreed ? "agreed" : effect.rest === null ? "still" : "changed");
    const seen = lost.has(print(effect.reply)) ? `${done}, lost` : done;
    judged.push({ situation, text, outcome, seen, reply: effect.reply });
  }
  return judged;
}
