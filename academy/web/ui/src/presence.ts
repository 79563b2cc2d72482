import "./islands/lesson-presence.ts";
import "./islands/lesson-live.ts";
import "./islands/lesson-note.ts";
import "./islands/seek-lock.ts";
import type { WatchTracker } from "./islands/watch-tracker.ts";
import { WatchSender } from "./player/watch-sender.ts";

void customElements.whenDefined("watch-tracker").then(() => document.querySelectorAll<WatchTracker>("watch-tracker").forEach((tracker) => new WatchSender(tracker)));
