// Sending an attempt waits for the answers that are still on this device: none is left behind, and the list says where each is.
import { sendParcels } from "../offline/courier.ts";
import { isCopy } from "../offline/device.ts";
import { Letters } from "../player/letters.ts";
import { deviceTime, savedLine } from "../player/saved.ts";
import { hasAnswer } from "../rules/answered.ts";
import { answersHere, openWords } from "../rules/unsent.ts";

const form = document.querySelector<HTMLFormElement>("[data-sends-answers]");
const letters = form ? new Letters({ saved: () => void arrived() }) : undefined;

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  void sendAfter(form);
});
void show().then(() => letters?.send());

async function sendAfter(form: HTMLFormElement): Promise<void> {
  await letters?.send();
  const left = await show();
  if (!left && navigator.onLine) {
    // A sent attempt takes no more time at its questions. Nobody waits for that: where it fails, it stays unknown.
    await sendParcels(attemptOf(form)).catch((fault) => console.warn("time at questions not sent", fault));
    return form.submit();
  }
  const words = left === 1 ? "1 answer is still on this device." : `${left} answers are still on this device.`;
  savedLine("device", left ? words : "There is no network.", "Send the quiz when the network is back; nothing is lost until then.");
}

function attemptOf(form: HTMLFormElement): string {
  return new URL(form.action).pathname.replace(/submission$/, "");
}

/** What the list says follows what this device knows, which may be newer than the page. Gives how many answers wait here. */
async function show(): Promise<number> {
  if (!form || !letters) return 0;
  const attempt = attemptOf(form);
  const waiting = (await letters.waiting()).filter((letter) => letter.to.startsWith(attempt));
  const remembered = isCopy() ? Object.entries(sessionStorage).filter(([to]) => to.startsWith(attempt)) : [];
  for (const [to, { body, waits }] of answersHere(waiting, remembered)) mark(to, hasAnswer(body), waits);
  const open = document.querySelectorAll("[data-answers] [data-answer=no]").length;
  const line = document.querySelector("[data-unanswered]");
  if (line && (isCopy() || waiting.length)) line.textContent = openWords(open);
  (form.elements.namedItem("waiting") as HTMLInputElement).value = String(waiting.length);
  return waiting.length;
}

function mark(to: string, answered: boolean, waits: boolean): void {
  const place = document.querySelector<HTMLElement>(`[data-answers] [data-to="${CSS.escape(to)}"] [data-answer]`);
  const drawn = form?.querySelector<HTMLTemplateElement>(waits ? "template[data-on-device]" : "template[data-answered]");
  if (!place || !drawn || !answered) return;
  place.dataset.answer = "yes";
  place.replaceChildren(drawn.content.cloneNode(true));
}

// The page stays where it is: whoever is about to press the button keeps it under their finger.
async function arrived(): Promise<void> {
  for (const place of document.querySelectorAll<HTMLElement>("[data-answers] li")) settle(place);
  if (!(await show())) savedLine("saved", `Everything has arrived, ${deviceTime()}.`);
}

function settle(row: HTMLElement): void {
  const place = row.querySelector<HTMLElement>("[data-answer=yes]");
  const drawn = form?.querySelector<HTMLTemplateElement>("template[data-answered]");
  if (place && drawn) place.replaceChildren(drawn.content.cloneNode(true));
}
