// On pages that answer and play nothing: sends what earlier pages left on this device.
import type { KeptParcel } from "../player/outbox.ts";
import { Letters } from "../player/letters.ts";
import { post } from "../player/post.ts";
import { addressOf, bodyOf, delivered, fitting, type Parcel } from "../rules/parcels.ts";
import { alone, person } from "./device.ts";
import { all, remove } from "./store.ts";

const senders = "answer-saver, lecture-question, [data-sends-answers]";

export function start(): void {
  if (!document.querySelector(senders)) void new Letters().send();
  const go = () => void (navigator.onLine && sendParcels().catch((fault) => console.warn("watching not sent yet", fault)));
  addEventListener("online", go);
  go();
}

/** Send the parcels that wait here for addresses that begin like this. */
export function sendParcels(address = ""): Promise<void> {
  return alone("academy-parcels", () => parcels(address));
}

// The pages that are open send their own; theirs are the parcels of their addresses.
async function parcels(address: string): Promise<void> {
  const own = [...document.querySelectorAll<HTMLElement>("watch-tracker, lesson-presence")].map((sender) => sender.dataset.post);
  const found = await all<KeptParcel>("parcels", person());
  const foreign = found.filter((one) => one.address.startsWith(address) && !own.includes(one.address));
  for (const parcel of foreign.sort((one, other) => one.made - other.made)) {
    if (!(await handedOver(parcel))) return;
    await remove("parcels", parcel.id);
  }
}

/** Whether all of it is with the academy, or refused for good; what arrived twice counts once. */
async function handedOver(parcel: KeptParcel): Promise<boolean> {
  for (let [left] = [parcel] as Parcel[]; left; [left] = delivered([left], fitting(parcel.address, left))) {
    const part = fitting(parcel.address, left);
    const answer = await post(addressOf(parcel.address, part), JSON.stringify(bodyOf(parcel.address, part)), "application/json");
    if (!answer.ok) return [404, 409, 422].includes(answer.status);
  }
  return true;
}
