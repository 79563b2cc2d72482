// The whole check of a file, on the reader's own device. Loaded when a file was chosen.
import { factsOf, isLogged, papersAmong } from "../rules/embedded-credential.ts";
import { sha256 } from "../rules/log-proof.ts";
import { asText, attached, isPdf, signedPart, toHex } from "../rules/signed-pdf.ts";
import type { Fault, Unchanged } from "../rules/told-paper.ts";
import { signatureOn } from "./signature.ts";

/** What the academy publishes: the root as PEM, and its keys as printed. */
export interface Trust {
  root: string;
  keys: string[];
}

export async function check(file: Uint8Array<ArrayBuffer>, trust: Trust): Promise<Unchanged | Fault> {
  const text = asText(file);
  if (!isPdf(text)) return "not-pdf";
  const part = signedPart(file, text);
  if (part === undefined) return "unsigned";
  if (part === "torn") return "changed";
  const signed = await signatureOn(part.covered, part.container, trust.root);
  if (typeof signed === "string") return signed;
  if (part.stop !== file.length) return "added";
  if (!part.neat) return "changed";
  const papers = papersAmong(await attached(file, text));
  if (!papers) return "bare";
  const logged = await isLogged(papers, trust.keys);
  if (logged === false) return "unlogged";
  return { facts: factsOf(papers.credential), signedAt: signed.at, logged: logged ?? false, digest: toHex(await sha256(file)) };
}
