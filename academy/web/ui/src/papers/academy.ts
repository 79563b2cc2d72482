// What the page asks the academy for: its keys, and what its record says of a number. Nothing of the file goes along.
import type { Known } from "../rules/told-paper.ts";
import type { Trust } from "./check.ts";

/** Undefined when the keys cannot be had. */
export async function trusted(): Promise<Trust | undefined> {
  const [root, keys] = await Promise.all([asked("/keys/root.pem", "*/*"), asked("/keys", "application/json")]);
  if (!root || !keys) return undefined;
  const view = (await keys.json()) as { keys: { printed: string }[] };
  return { root: await root.text(), keys: view.keys.map((one) => one.printed) };
}

/** Undefined when there was no answer. */
export async function recordOf(number: string): Promise<Known | undefined> {
  const answer = await fetch(`/verify/${encodeURIComponent(number)}`, { headers: { accept: "application/json" } }).catch(() => undefined);
  if (answer?.status === 404) return { standing: "", zone: "UTC", digest: "" };
  if (!answer?.ok) return undefined;
  const { certificate } = (await answer.json()) as { certificate: Known & { document_sha256: string } };
  return { ...certificate, digest: certificate.document_sha256 };
}

async function asked(address: string, accept: string): Promise<Response | undefined> {
  const answer = await fetch(address, { headers: { accept } }).catch(() => undefined);
  return answer?.ok ? answer : undefined;
}
