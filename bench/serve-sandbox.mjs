// A sandbox in a process of its own, so that it and the program under test do not share a core's time unseen.
// Started with `fork`; its only argument is the options of `startSandbox` as JSON. Ends with its parent.
import { startSandbox } from '../dist/sandbox.js';

const sandbox = await startSandbox(JSON.parse(process.argv[2]));

const timed = async act => {
  const started = performance.now();
  await act();
  return performance.now() - started;
};

const answers = {
  rss: () => process.resourceUsage().maxRSS / 1024,
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
