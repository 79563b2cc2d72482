import { token } from "../rules/token.ts";

/**
 * Send a change in the reader's name, even while the page goes away. A page that stood open for long may hold a form token
 * that is no longer good; then a fresh one is fetched and the same thing sent once more.
 */
export async function post(address: string, body: string, type: string): Promise<Response> {
  const used = token();
  const answer = await once(address, body, type);
  if (answer.status !== 403) return answer;
  await renew();
  return token() === used ? answer : once(address, body, type);
}

function once(address: string, body: string, type: string): Promise<Response> {
  const headers = { "content-type": type, accept: "application/json", "x-csrftoken": token() };
  return fetch(address, { method: "POST", body, headers, keepalive: true });
}

// Any page of ours carries the token that belongs to the cookie of this moment, also the one to sign in.
async function renew(): Promise<void> {
  const page = await fetch(location.pathname, { headers: { accept: "text/html" } });
  const fresh = new DOMParser().parseFromString(await page.text(), "text/html").querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content;
  if (!fresh) return;
  document.querySelector('meta[name="csrf-token"]')?.setAttribute("content", fresh);
  for (const field of document.querySelectorAll<HTMLInputElement>("input[name=_csrf_token]")) field.value = fresh;
}
