import "./islands/answer-saver.ts";
import "./islands/attempt-clock.ts";
import "./islands/hotspot-picture.ts";
import { keepWhileTyping } from "./player/typing.ts";

for (const saver of document.querySelectorAll<HTMLElement>("answer-saver")) keepWhileTyping(saver);
