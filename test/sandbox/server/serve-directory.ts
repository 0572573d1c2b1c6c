// A process of its own that serves the directory named in its first argument, for tests that kill it.
import { startSandbox } from '../../../src/sandbox/index.ts';

const { url, tokenUrl } = await startSandbox({ data: process.argv[2] ?? '' });
process.stdout.write(`${JSON.stringify({ url, tokenUrl })}\n`);
