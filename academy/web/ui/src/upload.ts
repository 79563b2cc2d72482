import "./islands/resumable-upload.ts";
import "./islands/live-list.ts";
import "./islands/live-state.ts";
