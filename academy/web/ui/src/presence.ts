import "./islands/lesson-presence.ts";
import "./islands/lesson-live.ts";
