// What every page of somebody signed in gets, after everything else: nothing that waits on this device is forgotten, and
// pages that were kept open without a network.
import "./islands/keep-here.ts";
import { start } from "./offline/courier.ts";
import { watchHandoff } from "./offline/handoff.ts";
import { sayKept } from "./offline/kept-notice.ts";
import { begin } from "./offline/worker-words.ts";

start();
sayKept();
watchHandoff();
void begin().catch((fault) => console.warn("pages are not kept on this device", fault));
