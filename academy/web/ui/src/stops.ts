import "./islands/lecture-question.ts";
