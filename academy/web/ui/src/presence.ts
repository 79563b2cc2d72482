import "./islands/lesson-presence.ts";
