// Loaded before wordpress-export-to-markdown: its pauses between files are for slow disks and servers, not for it.
const path = require("path");
const settings = require(path.resolve(path.dirname(process.argv[1]), "src", "settings"));

settings.markdown_file_write_delay = 0;
settings.image_file_request_delay = 0;
