import "./islands/psp-player.ts";
import "./islands/watch-tracker.ts";
import "./islands/lesson-tabs.ts";
