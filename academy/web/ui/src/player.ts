import "./islands/psp-player.ts";
import "./islands/watch-tracker.ts";
import "./islands/lecture-question.ts";
