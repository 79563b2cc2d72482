// On pages that answer and play nothing: sends what earlier pages left on this device.
import type { KeptParcel } from "../player/outbox.ts";
import { Letters } from "../player/letters.ts";
import { post } from "../player/post.ts";
import { addressOf, bodyOf } from "../rules/parcels.ts";
import { alone, person } from "./device.ts";
import { all, remove } from "./store.ts";

const senders = "answer-saver, lecture-question, [data-sends-answers]";

export function start(): void {
  if (!document.querySelector(senders)) void new Letters().send();
  const go = () => void alone("academy-parcels", parcels).catch((fault) => console.warn("watching not sent yet", fault));
  addEventListener("online", go);
  go();
}

// The pages that are open send their own; theirs are the parcels of their addresses.
async function parcels(): Promise<void> {
  const own = [...document.querySelectorAll<HTMLElement>("watch-tracker, lesson-presence")].map((sender) => sender.dataset.post);
  const found = await all<KeptParcel>("parcels", person());
  for (const parcel of found.filter((one) => !own.includes(one.address)).sort((one, other) => one.made - other.made)) {
    const answer = await post(addressOf(parcel.address, parcel), JSON.stringify(bodyOf(parcel.address, parcel)), "application/json");
    if (answer.ok || [404, 409, 422].includes(answer.status)) await remove("parcels", parcel.id);
    else return;
  }
}
