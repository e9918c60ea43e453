/** Parameters as a client sends them, which may be of any shape: what is wrong with them, in one sentence. */
import { ErrorCodes, ResponseError } from "vscode-languageserver/node";
import { isObject } from "../compiler/model/json.ts";
import type { LineColumn } from "./positions.ts";

const PLACE = "an object with the numbers 'line' and 'character', both from 0";

export const isPlace = (value: unknown): value is LineColumn =>
  isObject(value) && typeof value.line === "number" && typeof value.character === "number";

/** The error of a request whose parameters are wrong. */
export const invalidParams = (message: string): ResponseError =>
  new ResponseError(ErrorCodes.InvalidParams, message);

/** Throws it unless the parameters name a document, and a place or range where they have one. */
export function checkParams(params: unknown): void {
  if (!isObject(params) || !isObject(params.textDocument) || typeof params.textDocument.uri !== "string")
    throw invalidParams("The request takes 'textDocument', an object with a 'uri'.");
  if (params.position !== undefined) checkPlace(params.position);
  const { range } = params;
  if (range !== undefined && !(isObject(range) && isPlace(range.start) && isPlace(range.end)))
    throw invalidParams(`'range' is an object with 'start' and 'end', each ${PLACE}.`);
}

/** Throws unless a value is a place in a text. */
export function checkPlace(value: unknown): void {
  if (!isPlace(value)) throw invalidParams(`'position' is ${PLACE}.`);
}
