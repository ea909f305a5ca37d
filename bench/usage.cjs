/* eslint-disable @typescript-eslint/no-require-imports -- CommonJS, without the cost of the loader of ES modules in the measured process */
// Preloaded into a measured process: tells its own time and memory when it ends, one line, in the file BENCH_USAGE, or
// else on file descriptor 3.
const { appendFileSync } = require('node:fs');

process.once('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const usage = {
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    memoryMebibytes: maxRSS / 1024,
    seconds: process.uptime(),
  };
  appendFileSync(process.env.BENCH_USAGE ?? 3, `${JSON.stringify(usage)}\n`);
});
