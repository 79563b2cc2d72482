import { isCopy } from "./device.ts";
import { icon, make } from "../player/make.ts";

/** A page that opened without a network says so: it is the copy of this device. */
export function sayKept(): void {
  if (!isCopy()) return;
  const words = "This is the page as it was kept on this device. What you do here is saved on this device and goes out by itself when you are back online.";
  const body = make("div", { class: "notice__body" }, make("strong", {}, "No network."), make("p", {}, words));
  const notice = make("div", { class: "notice notice--warning notice--kept", role: "status" }, icon("offline"), body);
  document.querySelector("main > *")?.prepend(notice);
  addEventListener("online", () => notice.remove());
}
