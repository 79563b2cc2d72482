// Who sits at this device, and how it numbers what it sends.
import { following } from "../rules/operations.ts";

const stream = "academy-stream";
const last = "academy-last-number";

/** The code of the person signed in, or "". */
export function person(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="person"]')?.content ?? "";
}

/** Whether this page came without a network, as the copy of this device (src/worker.ts). */
export function isCopy(): boolean {
  return document.documentElement.dataset.kept !== undefined;
}

/** A number for what is sent next: the academy takes each once, and never an older one after a newer. */
export function operation(): string {
  const name = localStorage.getItem(stream) ?? crypto.getRandomValues(new Uint32Array(3)).reduce((word, part) => word + part.toString(36), "d");
  const number = following(Number(localStorage.getItem(last)), Date.now());
  localStorage.setItem(stream, name);
  localStorage.setItem(last, String(number));
  return `${name}.${number}`;
}

/** Do it while no other window of this browser does. */
export async function alone(name: string, act: () => Promise<void>): Promise<void> {
  await (navigator.locks ? navigator.locks.request(name, act) : act());
}
