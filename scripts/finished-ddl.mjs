// For the bundle: puts the finished SQL in the place of src/sandbox/tables/ddl.ts, which puts it together.
import { build } from 'esbuild';

const evaluate = async path => {
  const options = { bundle: true, format: 'esm', platform: 'node', write: false, logLevel: 'warning' };
  const { outputFiles } = await build({ entryPoints: [path], ...options });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
};

/** The same functions, each with its text instead of the making of it. */
const finished = functions =>
  Object.entries(functions).map(([name, make]) => `export const ${name} = () => ${JSON.stringify(make())};`);

export const finishedDdl = {
  name: 'finished-ddl',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]src[\\/]sandbox[\\/]tables[\\/]ddl\.ts$/ }, async ({ path }) => ({
      contents: finished(await evaluate(path)).join('\n'),
    }));
  },
};
