// Preloaded into a measured process: when it ends, writes the peak of its memory, in kB, to the file it was given.
const { writeFileSync } = require('node:fs');

process.on('exit', () => writeFileSync(process.env.SEEDBED_BENCH_RSS, String(process.resourceUsage().maxRSS)));
