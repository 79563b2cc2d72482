import "./islands/paper-check.ts";
