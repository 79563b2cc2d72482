import "./islands/answer-saver.ts";
import "./islands/attempt-clock.ts";
import "./islands/hotspot-picture.ts";
import "./islands/send-attempt.ts";
