/** What a question lost on its way from or to another tool, as data; `wording` says it. */
interface LossData {
  /** The question is left out. */
  "left-out": [why: LeftOut];
  "left-out-type": [type: string];
  explanation: [];
  feedback: [];
  "step-feedback": [];
  "answer-feedback": [answer: string];
  "wrong-number-feedback": [];
  "answer-part-mark": [answer: string];
  "wrong-answer": [answer: string];
  "answer-pattern": [answer: string];
  "answer-bar": [answer: string];
  "answer-twice": [answer: string];
  "answer-arrow": [answer: string];
  "answer-no-number": [answer: string];
  tolerance: [tolerance: string, number: string];
  "number-spelling": [written: string, number: string, format: string];
  "part-marks": [];
  capitals: [];
  "one-of-many": [];
  "true-false-options": [];
  "line-breaks": [];
  invisible: [];
  unwritable: [];
  html: [tag: string];
  sign: [sign: string];
  markdown: [];
  file: [];
  elements: [names: readonly string[]];
  category: [];
  column: [name: string];
  "column-unnamed": [letters: string];
}

/** Why a question, or what looks like one, is none in the other tool. */
export type LeftOut =
  | "aiken-kind"
  | "aiken-text"
  | "gift-order"
  | "gift-plug-in"
  | "no-accepted"
  | "above-columns"
  | "asks-nothing"
  | "essay"
  | "pairs"
  | "any-of-several";

export type BankLoss = {
  readonly [Code in keyof LossData]: readonly [code: Code, ...data: LossData[Code]];
}[keyof LossData];
