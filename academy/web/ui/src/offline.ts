// What every page of somebody signed in gets, after everything else: nothing that waits on this device is forgotten.
import { start } from "./offline/courier.ts";

start();
