import "./islands/markdown-preview.ts";
import "./islands/matrix-keys.ts";
import "./islands/matrix-select.ts";
