/** Starts and questions a sandbox that runs in its own process. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const programOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

export interface Address {
  readonly url: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A server under measurement. */
export interface ServerProcess<A> {
  readonly address: A;
  /** Has it do what its program calls so; resolves to the answer, for what is timed in milliseconds. */
  ask(question: string, about?: string): Promise<number>;
  /** The most memory that it has held so far, in MB. */
  peakMegabytes(): Promise<number>;
  /** Ends it as `kill -9` does. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

export interface SandboxProcess extends ServerProcess<Address> {
  /** The environment that makes it the target of the program. */
  readonly env: Readonly<Record<string, string>>;
}

const nextAnswer = async (child: ChildProcess): Promise<unknown> => {
  const stop = new AbortController();
  const ended = once(child, 'exit', stop).then(([code]) => {
    throw new Error(`the server ended with ${code}`);
  });
  try {
    const [message] = await Promise.race([once(child, 'message', stop), ended]);
    return (message as { answer: unknown }).answer;
  } finally {
    ended.catch(() => {});
    stop.abort();
  }
};

const ask = (child: ChildProcess, question: string, about?: string): Promise<unknown> => {
  const answer = nextAnswer(child);
  child.send({ question, about });
  return answer;
};

const startServer = async <A>(program: string, options: object): Promise<ServerProcess<A>> => {
  const child = fork(programOf(program), [JSON.stringify(options)], { execArgv: ['--expose-gc'] });
  const address = (await nextAnswer(child)) as A;
  return {
    address,
    ask: async (question, about) => Number(await ask(child, question, about)),
    peakMegabytes: async () => Number(await ask(child, 'rss')),
    kill: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
    close: async () => {
      await ask(child, 'close');
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    },
  };
};

const targetOf = ({ url, tokenUrl, clientId, clientSecret }: Address): Record<string, string> => ({
  ION_BASE_URL: url,
  ION_AUTH_SERVER: new URL(tokenUrl).origin,
  ION_CLIENT_ID: clientId,
  ION_CLIENT_SECRET: clientSecret,
});

/** The options of `startSandbox`, and faults to begin with. */
export interface SandboxProcessOptions {
  readonly latencyMs?: number;
  readonly data?: string;
  readonly faults?: readonly object[];
}

export const startSandboxProcess = async (options: SandboxProcessOptions): Promise<SandboxProcess> => {
  const server = await startServer<Address>('serve-sandbox.mjs', options);
  return { ...server, env: targetOf(server.address) };
};

/** The stack that the sandbox is built on, with as little as possible on top; it commits each turn unless told otherwise. */
export const startBareStack = (options: {
  data: string;
  latencyMs?: number;
  commits?: 'each' | 'turn';
}): Promise<ServerProcess<{ readonly url: string }>> => startServer('bare-stack.mjs', options);
