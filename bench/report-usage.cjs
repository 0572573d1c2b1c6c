// Preloaded into a measured process: when it ends, writes the peak of its memory, in kB, and its CPU time, in
// microseconds, to the file it was given.
const { writeFileSync } = require('node:fs');

process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  writeFileSync(process.env.SEEDBED_BENCH_USAGE, JSON.stringify({ maxRSS, cpu: userCPUTime + systemCPUTime }));
});
