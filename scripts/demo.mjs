// The main job on a real product: the rover's baseline, from files to a local ION, and nothing to do the second time.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { styleText } from 'node:util';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const ROVER = 'fixtures/rover';

const STEPS = [
  { say: 'An empty sandbox, so that the story starts at its beginning', run: ['sandbox', 'reset'] },
  { say: 'Is the baseline sound? No target is needed for that', run: ['validate', ROVER] },
  { say: 'What would change?', run: ['plan', ROVER] },
  { say: 'Do it', run: ['apply', ROVER, '--yes'] },
  { say: 'Is everything as declared?', run: ['verify', ROVER] },
  { say: 'And what would change now?', run: ['plan', ROVER] },
];

const NEXT = `What to try next

  Change a description or a quantity in ${ROVER}, then see what it means and do it:
    node dist/cli.js plan ${ROVER}
    node dist/cli.js apply ${ROVER}
  Misspell a key, and see where it is found:
    node dist/cli.js validate ${ROVER}
  Serve the sandbox, and ask it yourself:
    node dist/cli.js sandbox start
`;

const style = (format, text) => (process.stdout.isTTY && !process.env.NO_COLOR ? styleText(format, text) : text);

/** The embedded sandbox and nothing else: a target that the environment names is not the place for a demo. */
const runStep = ({ say, run }) => {
  console.log(`\n${style('dim', `# ${say}`)}\n${style('bold', `$ seedbed ${run.join(' ')}`)}`);
  const target = run[0] === 'validate' ? [] : ['--target', 'sandbox'];
  const args = ['dist/cli.js', ...run, ...target];
  const { status, error } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' });
  if (error !== undefined) throw error;
  return status ?? 1;
};

for (const step of STEPS) {
  const status = runStep(step);
  if (status !== 0) process.exit(status);
}
console.log(`\n${NEXT}`);
