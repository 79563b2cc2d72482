// The last look before an attempt is sent. Question pages do not carry it: they are opened twenty times as often.
import "./islands/attempt-clock.ts";
import "./islands/send-attempt.ts";
