import "./islands/lesson-presence.ts";
import "./islands/lesson-live.ts";
import "./islands/lesson-note.ts";
import "./islands/seek-lock.ts";
