// Sending an attempt waits for the answers that are still on this device: none is left behind.
import { sendParcels } from "../offline/courier.ts";
import { Letters } from "../player/letters.ts";

document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (!form.matches("[data-sends-answers]")) return;
  event.preventDefault();
  void sendAfter(form);
}, true);

async function sendAfter(form: HTMLFormElement): Promise<void> {
  const letters = new Letters();
  await letters.send();
  const attempt = new URL(form.action).pathname.replace(/submission$/, "");
  const left = (await letters.waiting()).filter((letter) => letter.to.startsWith(attempt)).length;
  if (!left && navigator.onLine) {
    // A sent attempt takes no more time at its questions. Nobody waits for that: where it fails, it stays unknown.
    await sendParcels(attempt).catch((fault) => console.warn("time at questions not sent", fault));
    return form.submit();
  }
  const words = left === 1 ? "1 answer is still on this device." : `${left} answers are still on this device.`;
  say(form, `${left ? words : "There is no network."} Send the quiz when the network is back; nothing is lost until then.`);
}

function say(form: HTMLFormElement, words: string): void {
  const told = form.querySelector("[role=status]") ?? form.appendChild(Object.assign(document.createElement("p"), { role: "status" }));
  told.setAttribute("role", "status");
  told.textContent = words;
}
