import "./islands/caption-editor.ts";
