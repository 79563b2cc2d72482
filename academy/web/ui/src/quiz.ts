import "./islands/answer-saver.ts";
import "./islands/attempt-clock.ts";
