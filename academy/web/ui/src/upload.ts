import "./islands/resumable-upload.ts";
