// What a certificate's file says of itself: the credential attached to it, and the entry of the record log about that.
import { proves, sha256 } from "./log-proof.ts";
import { fromHex, toHex } from "./signed-pdf.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** As the credential has it; times are ISO 8601 in UTC, `until` is empty without an end. */
export interface Facts {
  number: string;
  name: string;
  course: string;
  version: string;
  minutes: number;
  completed: string;
  issued: string;
  until: string;
  issuer: string;
}

/** The three files, each known by what is in it. */
export interface Papers {
  credential: Bytes;
  entry: { content: string; entry: string; salt: string };
  proof: string;
}

/** Undefined when one of them is missing: an older certificate, or a transcript. */
export function papersAmong(files: Bytes[]): Papers | undefined {
  const texts = files.map((one) => new TextDecoder().decode(one));
  const proof = texts.find((one) => one.startsWith("c2sp.org/tlog-proof"));
  const told = texts.map((one) => (one.startsWith("{") ? (JSON.parse(one) as Record<string, unknown>) : {}));
  const credential = files[told.findIndex((one) => "credentialSubject" in one)];
  const entry = told.find((one) => "salt" in one && "entry" in one) as Papers["entry"] | undefined;
  return credential && entry && proof ? { credential, entry, proof } : undefined;
}

/** Whether the log holds this very credential; undefined when only the log's signature could not be checked. */
export async function isLogged({ credential, entry, proof }: Papers, keys: string[]): Promise<boolean | undefined> {
  const content = JSON.parse(entry.content) as { credential?: string };
  const said = JSON.parse(entry.entry) as { digest?: string; kind?: string };
  const digest = toHex(await sha256(credential));
  const opened = toHex(await sha256(fromHex(entry.salt), new TextEncoder().encode(entry.content)));
  if (content.credential !== digest || said.digest !== opened || said.kind !== "certificate.credential") return false;
  return proves(proof, entry.entry, keys);
}

interface Credential {
  id: string;
  issuer: { name: string };
  validFrom: string;
  validUntil?: string;
  credentialSubject: {
    identifier: { identityHash: string; identityType: string }[];
    activityEndDate: string;
    achievement: { name: string; version: string };
    result: { resultDescription: string; value: string }[];
  };
}

export function factsOf(credential: Bytes): Facts {
  const said = JSON.parse(new TextDecoder().decode(credential)) as Credential;
  const { identifier, activityEndDate, achievement, result } = said.credentialSubject;
  return {
    number: said.id.slice(said.id.lastIndexOf("/") + 1),
    name: identifier.find((one) => one.identityType === "ext:legalName")?.identityHash ?? "",
    course: achievement.name,
    version: achievement.version,
    minutes: Number(result.find((one) => one.resultDescription.endsWith("#minutes"))?.value),
    completed: activityEndDate,
    issued: said.validFrom,
    until: said.validUntil ?? "",
    issuer: said.issuer.name,
  };
}
