// Sends creates to a bare stack and prints how many milliseconds they took.
// Usage: node bare-requests.mjs URL HOW_MANY IN_FLIGHT
import { postGraphql } from './post.mjs';

const [url, howMany, inFlight] = process.argv.slice(2);
const query = 'mutation Create($input: CreateSupplierInput!) { createSupplier(input: $input) { supplier { id } } }';
let sent = 0;

const worker = async () => {
  while (sent < Number(howMany)) {
    sent += 1;
    await postGraphql(url, undefined, { query, variables: { input: { name: `Supplier ${sent}` } } });
  }
};

const started = performance.now();
await Promise.all(Array.from({ length: Number(inFlight) }, worker));
console.log(performance.now() - started);
process.exit();
