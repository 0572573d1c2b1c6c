// Starts a sandbox in memory, asks it one question as a client would, and ends at once.
import { startSandbox } from '../dist/sandbox.js';
import { fetchToken, postGraphql } from './post.mjs';

const sandbox = await startSandbox();
const { data } = await postGraphql(sandbox.url, await fetchToken(sandbox), { query: '{ me { id } }' });
if (data?.me?.id === undefined) throw new Error('the sandbox did not say who we are');
process.exit();
