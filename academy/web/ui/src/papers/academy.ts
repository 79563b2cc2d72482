// What the page asks the academy for: its keys, and what its record says of a number. Nothing of the file goes along.
import type { Standing } from "../rules/told-paper.ts";
import type { Trust } from "./check.ts";

/** Undefined when the keys cannot be had. */
export async function trusted(): Promise<Trust | undefined> {
  const [root, keys] = await Promise.all([asked("/keys/root.pem", "*/*"), asked("/keys", "application/json")]);
  if (!root || !keys) return undefined;
  const view = (await keys.json()) as { keys: { printed: string }[] };
  return { root: await root.text(), keys: view.keys.map((one) => one.printed) };
}

/** `zone` is where the record is kept. Undefined when there was no answer. */
export async function recordOf(number: string): Promise<{ standing: Standing; zone: string } | undefined> {
  const answer = await fetch(`/verify/${encodeURIComponent(number)}`, { headers: { accept: "application/json" } }).catch(() => undefined);
  if (answer?.status === 404) return { standing: "", zone: "UTC" };
  if (!answer?.ok) return undefined;
  const view = (await answer.json()) as { certificate: { standing: Standing; zone: string } };
  return view.certificate;
}

async function asked(address: string, accept: string): Promise<Response | undefined> {
  const answer = await fetch(address, { headers: { accept } }).catch(() => undefined);
  return answer?.ok ? answer : undefined;
}
