/** XML as a tree, of the little that a question bank needs. */
import { SaxesParser } from "saxes";
import type { Fault } from "#domain/lesson-fault.ts";
import type { Notes } from "../problem.ts";

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly line: number;
  readonly children: readonly Element[];
  /** Its own text, without that of its children. */
  readonly text: string;
}

interface Growing extends Element {
  readonly children: Growing[];
  text: string;
}

/** Far above what a bank needs. */
const maxDepth = 20;

class Refusal extends Error {}

/**
 * The root of a well-formed document; null, and a note, for anything else. No document type is taken, so no entity is
 * ever declared, expanded or fetched.
 */
export function readXml(text: string, notes: Notes): Element | null {
  const parser = new SaxesParser({ xmlns: false });
  const above: Growing[] = [];
  let root: Growing | null = null;
  const refuse = (...fault: Fault): never => {
    notes.error(parser.line, ...fault);
    throw new Refusal();
  };
  const add = (said: string) => {
    const top = above.at(-1);
    if (top !== undefined) top.text += said;
  };
  parser.on("error", () => refuse("xml-broken"));
  parser.on("doctype", () => refuse("xml-doctype"));
  parser.on("opentag", ({ name, attributes }) => {
    const element: Growing = { name, attributes: { ...attributes }, line: parser.line, children: [], text: "" };
    if (above.length === maxDepth) refuse("xml-too-deep", maxDepth);
    above.at(-1)?.children.push(element);
    root ??= element;
    above.push(element);
  });
  parser.on("closetag", () => void above.pop());
  parser.on("text", add);
  parser.on("cdata", add);
  try {
    parser.write(text).close();
    return root;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/** The first child of this name. */
export const child = (element: Element | undefined, name: string): Element | undefined =>
  element?.children.find((one) => one.name === name);

export const childrenOf = (element: Element, name: string): Element[] =>
  element.children.filter((one) => one.name === name);
