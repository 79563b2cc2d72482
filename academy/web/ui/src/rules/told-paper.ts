// What is told about a chosen file, in words.
import type { Facts } from "./embedded-credential.ts";

export const MOST_BYTES = 20_000_000;

/** What the check of a file finds wrong with it. */
export type Fault = "not-pdf" | "unsigned" | "foreign" | "changed" | "added" | "bare" | "unlogged";

/** `signedAt` is undefined when an authority that is not ours stamped the time; `logged` is false when this browser could
 * not check the log's signature; `digest` is SHA-256 of the whole file. */
export interface Unchanged {
  facts: Facts;
  signedAt: Date | undefined;
  logged: boolean;
  digest: string;
}

export type Refused = Fault | "not-issued" | "too-large" | "insecure" | "no-keys" | "failed";

/** First a sentence that says what is so, then one that helps on. */
export type Words = readonly [string, string];

export const FAULTS: Record<Refused, Words> = {
  "too-large": ["This file is larger than 20 MB.", "A certificate of ours is much smaller. It was not opened; choose the certificate’s PDF."],
  "not-pdf": ["This is not a PDF.", "Choose the PDF as it came from the academy, not a photo, a scan or a folder."],
  unsigned: ["This PDF has no signature of the academy.", "It may be a scan, a print, or no certificate of ours. Ask for the original file."],
  foreign: ["This file is not signed by this academy.", "Its signature does not lead to our root certificate. Do not accept it as ours."],
  changed: ["This file was changed after it was signed.", "It may have been edited, or only saved anew by another program. Ask for the original file."],
  added: ["Something was added to this file after it was signed.", "What it shows may not be what we signed. Ask for the original file."],
  bare: ["Unchanged since it was signed, but this is not a certificate we can read here.", "It may be a transcript, or older than the data that certificates carry. Check the number printed on it."],
  unlogged: ["The proof in this file does not fit our record log.", "The signature is good, yet the log does not hold what the file says. Do not accept it, and tell the academy."],
  "not-issued": ["This is not byte for byte the file we issued.", "What was signed is as it was, but the space around the signature differs. Ask for the original file."],
  insecure: ["This page was not opened over a secure connection.", "Open it with https, then choose the file again."],
  "no-keys": ["The academy’s keys could not be fetched.", "Check your connection, then choose the file again. The file itself was not sent anywhere."],
  failed: ["This file could not be checked.", "Choose it again. If that does not help, check it on another device, or by its number."],
};

/** What the academy's record says of a number now; empty when it shows none. */
export type Standing = "valid" | "expired" | "revoked" | "replaced" | "";

/** The record of a number: `zone` is where it is kept, `digest` that of the issued file, empty where none is shown. */
export interface Known {
  standing: Standing;
  zone: string;
  digest: string;
}

const STANDINGS: Record<Standing, string> = {
  valid: "The academy’s record says that the certificate is valid.",
  expired: "But the certificate has expired.",
  revoked: "But the certificate was revoked: do not accept it as proof of training.",
  replaced: "But the certificate was replaced: ask for the new one.",
  "": "But the academy’s record does not show this number. Write to the academy before you rely on it.",
};

/** All that holds of a file that is as it was signed. */
export function unchanged(found: Unchanged, standing: Standing, zone: string): Words {
  const time = found.signedAt ? `on ${moment(found.signedAt, zone)}` : "; the time is stamped by an authority this page cannot check";
  const log = found.logged ? "The record log holds what it says." : "This browser cannot check the proof of the record log; that part was left out.";
  return ["Unchanged since it was signed.", `The academy signed it${found.signedAt ? " " : ""}${time}. ${log} ${STANDINGS[standing]}`];
}

/** What stands in the file, for comparing with the paper in the hand. */
export function lines(facts: Facts, zone: string): Words[] {
  const until: Words[] = facts.until ? [["Valid through", day(facts.until, zone)]] : [];
  return [
    ["Name", facts.name],
    ["Course", `${facts.course}, version ${facts.version}`],
    ["Completed", day(facts.completed, zone)],
    ["Instruction", hours(facts.minutes)],
    ["Issued", `${day(facts.issued, zone)} by ${facts.issuer}`],
    ...until,
    ["Number", facts.number],
  ];
}

/** As on the certificate: to the quarter of an hour where that is exact. */
export function hours(minutes: number): string {
  const [whole, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (!whole) return rest === 1 ? "1 minute" : `${rest} minutes`;
  if (rest % 15) return `${whole} h ${rest} min`;
  return minutes === 60 ? "1 hour" : `${minutes / 60} hours`;
}

/** `March 14, 2026`: the day it was in `zone`. */
export function day(iso: string, zone: string): string {
  return new Intl.DateTimeFormat("en-US", { dateStyle: "long", timeZone: zone }).format(new Date(iso));
}

/** `Mar 14, 2026, 17:05 EDT`. */
export function moment(at: Date, zone: string): string {
  const parts = { month: "short", day: "numeric", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" } as const;
  return new Intl.DateTimeFormat("en-US", { ...parts, timeZone: zone }).format(at);
}
