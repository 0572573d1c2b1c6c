// A sandbox in a process of its own, so that it and the program under test do not share a core's time unseen.
// Started with `fork`; its only argument is the options of `startSandbox` as JSON, with `faults` to begin with. Ends with
// its parent.
import { startSandbox } from '../dist/sandbox.js';

const { faults = [], ...options } = JSON.parse(process.argv[2]);
const sandbox = await startSandbox(options);
for (const rule of faults) sandbox.faults.add(rule);

const timed = async act => {
  const started = performance.now();
  await act();
  return performance.now() - started;
};

const answers = {
  rss: () => process.resourceUsage().maxRSS / 1024,
  // Under --expose-gc only.
  heap: () => {
    globalThis.gc();
    return process.memoryUsage().heapUsed / 1024 / 1024;
  },
  resident: () => process.memoryUsage().rss / 1024 / 1024,
  handles: () => process.getActiveResourcesInfo().length,
  unfault: () => sandbox.faults.clear(),
  snapshot: name => timed(() => sandbox.snapshot(name)),
  restore: name => timed(() => sandbox.restore(name)),
  reset: () => timed(() => sandbox.reset()),
  close: () => sandbox.close(),
};

process.on('message', async ({ question, about }) => {
  process.send({ answer: (await answers[question](about)) ?? null });
});
process.on('disconnect', () => process.exit());

const { url, tokenUrl, clientId, clientSecret } = sandbox;
process.send({ answer: { url, tokenUrl, clientId, clientSecret } });
