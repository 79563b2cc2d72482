export { Settings } from "./player/settings.ts";
